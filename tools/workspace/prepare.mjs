import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { elapsed, giveUp, say } from './console.mjs';
import { rootFolder, run } from './run.mjs';

const stampFile = path.join(rootFolder, 'node_modules', '.installed-from');
const workspaceFolders = ['packages', 'services'];

const manifests = () => [
  ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bench/package.json'],
  'kong/package.json',
  ...workspaceFolders.flatMap((folder) =>
    readdirSync(path.join(rootFolder, folder))
      .sort()
      .map((name) => path.join(folder, name, 'package.json')),
  ),
];

/** Changes when something changes that decides what is installed. */
const fingerprint = () => {
  const hash = createHash('sha256').update(process.platform + process.arch);
  for (const file of manifests()) {
    const absolute = path.join(rootFolder, file);
    if (existsSync(absolute)) hash.update(`${file}\n`).update(readFileSync(absolute));
  }
  return hash.digest('hex');
};

const isInstalled = () =>
  existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint();

const pnpmVersion = () =>
  JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8')).packageManager;

/** Installs exactly what the lockfile says, unless that is what is installed. */
export const install = async () => {
  if (isInstalled()) {
    say('Packages: up to date.');
    return;
  }
  const startedAtMs = Date.now();
  say(`Packages: installing with ${pnpmVersion()} …`);
  const { code, output } = await run('npx', [
    '--yes',
    pnpmVersion(),
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
  ]);
  if (code !== 0) giveUp(output, '', 'The packages could not be installed; see above.');
  writeFileSync(stampFile, fingerprint());
  say(`Packages: installed in ${elapsed(startedAtMs)}.`);
};

/** Who waits longer than this is told what for. */
const patienceMs = 2_000;

const task = async (name, sentence) => {
  const startedAtMs = Date.now();
  const reminder = setTimeout(() => say(`${sentence}: at work …`), patienceMs);
  const { code, output } = await run('turbo', ['run', name]);
  clearTimeout(reminder);
  if (code !== 0) giveUp(output, '', `${sentence} failed; see above.`);
  const summary = /(\d+) cached, (\d+) total/.exec(output);
  const done = summary === null ? 0 : Number(summary[2]) - Number(summary[1]);
  say(
    done === 0
      ? `${sentence}: up to date.`
      : `${sentence}: ${done} of ${summary[2]} packages in ${elapsed(startedAtMs)}.`,
  );
};

/** Writes the TypeScript that comes from the published language and the database schemas. */
export const generate = () => task('generate', 'Generated code');

/** Compiles what changed. */
export const build = () => task('build', 'Programs');
