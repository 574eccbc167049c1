import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

/**
 * Runs the repository's dependency rules over trees of files that are planted for it. Reads
 * `[{ files: { path: text }, links: { path: target } }]` as JSON from standard input and writes the
 * names of the rules violated in each tree, in order.
 *
 * A program of its own because dependency-cruiser is an ECMAScript module, which jest cannot load.
 */
const rootFolder = fileURLToPath(new URL('../..', import.meta.url));
const configuration = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');

const plant = (folder, { files, links = {} }) => {
  for (const name of ['tsconfig.json', 'tsconfig.base.json']) {
    writeFileSync(join(folder, name), readFileSync(join(rootFolder, name)));
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    symlinkSync(join(folder, target), join(folder, path));
  }
};

const violatedRules = async (tree) => {
  const folder = mkdtempSync(join(tmpdir(), 'dependency-rules-'));
  try {
    plant(folder, tree);
    process.chdir(folder);
    const { enhancedResolveOptions, ...options } = configuration.options;
    const { output } = await cruise(
      ['packages', 'services', 'kong'],
      { ...options, validate: true, ruleSet: { forbidden: configuration.forbidden } },
      { ...enhancedResolveOptions, tsConfig: join(folder, 'tsconfig.json') },
      { tsConfig: extractTSConfig(join(folder, 'tsconfig.json')) },
    );
    return [...new Set(output.summary.violations.map(({ rule }) => rule.name))].sort();
  } finally {
    process.chdir(rootFolder);
    rmSync(folder, { recursive: true });
  }
};

const violated = [];
for (const tree of JSON.parse(await text(process.stdin))) violated.push(await violatedRules(tree));
process.stdout.write(JSON.stringify(violated));
