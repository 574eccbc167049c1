// Checks the published language without a network: `node packages/contracts/check.mjs`. Exits 1,
// saying what to do, when a rule is broken. The root of another tree may be given.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = dirname(fileURLToPath(import.meta.url));
const rootFolder = resolve(process.argv[2] ?? join(packageFolder, '..', '..'));
const generatedFolder = join(rootFolder, 'packages', 'contracts', 'src', 'generated');
const programs = join(packageFolder, 'node_modules', '.bin');

const run = (...parameters) => {
  try {
    execFileSync(join(programs, 'buf'), parameters, {
      cwd: rootFolder,
      stdio: 'pipe',
      encoding: 'utf8',
    });
    return undefined;
  } catch (failure) {
    return `${failure.stdout ?? ''}${failure.stderr ?? ''}`.trim() || String(failure);
  }
};

const filesOf = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );

// The template goes to a temporary folder, so that its own paths have to be absolute there.
const generateInto = (folder) => {
  const template = readFileSync(join(rootFolder, 'buf.gen.yaml'), 'utf8')
    .replace(/^(\s+out:).*$/m, `$1 ${JSON.stringify(folder)}`)
    .replace(/^(\s+- local:).*$/m, `$1 ${JSON.stringify(join(programs, 'protoc-gen-es'))}`);
  const templateFile = join(folder, '..', 'buf.gen.yaml');
  writeFileSync(templateFile, template);
  return run('generate', '--template', templateFile);
};

const staleFiles = () => {
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'contracts-'));
  try {
    const freshFolder = join(temporaryFolder, 'generated');
    const failure = generateInto(freshFolder);
    if (failure !== undefined) return failure;
    const fresh = filesOf(freshFolder);
    const committed = filesOf(generatedFolder);
    const stale = [...new Set([...fresh.keys(), ...committed.keys()])]
      .filter((name) => fresh.get(name) !== committed.get(name))
      .sort();
    return stale.length === 0 ? undefined : stale.join('\n');
  } finally {
    rmSync(temporaryFolder, { recursive: true });
  }
};

const rules = [
  {
    name: 'proto files follow the rules in buf.yaml',
    check: () => run('lint'),
    remedy: 'Change the proto file as the message says.',
  },
  {
    name: 'proto files are formatted',
    check: () => run('format', '--diff', '--exit-code'),
    remedy: 'Run: npx buf format --write, in packages/contracts with the root as folder.',
  },
  {
    // A committed image, not a git reference: it works in a clone of one commit and offline.
    name: 'no consumer of proto/baseline.binpb is broken',
    check: () => run('breaking', '--against', 'proto/baseline.binpb'),
    remedy:
      'Add fields and methods instead of changing them, or publish a v2 package. What no ' +
      'consumer can notice yet is accepted with: pnpm --filter @accounting/contracts baseline',
  },
  {
    name: 'src/generated is what the proto files give',
    check: staleFiles,
    remedy: 'Run: pnpm --filter @accounting/contracts generate, and commit the result.',
  },
];

const broken = rules
  .map((rule) => ({ ...rule, finding: rule.check() }))
  .filter(({ finding }) => finding !== undefined);
for (const { name, finding, remedy } of broken) {
  process.stderr.write(`Broken: ${name}\n${finding}\n${remedy}\n\n`);
}
if (broken.length === 0) process.stdout.write(`${String(rules.length)} rules kept.\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
