import { readdirSync } from 'node:fs';
import path from 'node:path';
import { rootFolder } from '../workspace/run.mjs';

/** Test files that need a server, relative to the root. */
const suitesThatNeed = (suffix) =>
  ['packages', 'services'].flatMap((folder) =>
    readdirSync(path.join(rootFolder, folder), { recursive: true })
      .map(String)
      .filter((name) => !name.includes('node_modules'))
      .filter((name) => name.includes(`.${suffix}.`) && name.endsWith('.test.ts'))
      .map((name) => path.join(folder, name)),
  );

/** Says, where nobody can miss it, which suites did not run, and what to install. */
export const linesOfLeftOut = (missing) =>
  missing.flatMap(({ name, suffix, reason }) => {
    const suites = suitesThatNeed(suffix);
    return [
      '',
      `!!! NOT RUN: ${suites.length} test files need ${name}. ${reason}.`,
      ...suites.map((suite) => `!!!   ${suite}`),
    ];
  });
