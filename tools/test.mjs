// npm test: installs, builds, checks and tests everything, from a bare clone. Arguments go to jest
// and leave the checks out: npm test -- packages/kernel
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { linesOfLeftOut } from './servers/left-out.mjs';
import { elapsed, giveUp, say } from './workspace/console.mjs';
import { requireNode } from './workspace/node-version.mjs';
import { build, install } from './workspace/prepare.mjs';
import { rootFolder } from './workspace/run.mjs';
import { report, runStep, runSteps } from './workspace/steps.mjs';

const concurrency = 2;
const cacheFolder = path.join(rootFolder, 'node_modules', '.cache');
const resultsFile = path.join(cacheFolder, 'jest-results.json');

// The slowest first, so that two lanes end at about the same time.
const checks = [
  { name: 'Lint rules (eslint)', command: ['eslint', '.', '--max-warnings', '0'] },
  { name: 'Types (tsc)', command: ['tsc', '--project', 'tsconfig.json'] },
  {
    name: 'Direction of imports (dependency-cruiser)',
    command: 'depcruise --config .dependency-cruiser.cjs packages services kong tools bench'.split(
      ' ',
    ),
  },
  { name: 'Format (prettier)', command: ['prettier', '--check', '.', '--log-level', 'warn'] },
  { name: 'Generated code is current', command: ['turbo', 'run', 'check'] },
];

const { missingServers } = createRequire(import.meta.url)('./servers/availability.cjs');

/** The whole system as separate processes, disturbed for two minutes; needs Kafka and Redis. */
const chaos = {
  name: 'Two minutes of faults (chaos)',
  command: ['node', 'bench/dist/chaos/main.js', '--seconds', '120'],
  show: true,
};

const jest = (jestArguments) => ({
  name: 'Tests (jest)',
  command: ['jest', '--json', `--outputFile=${resultsFile}`, ...jestArguments],
  show: true,
});

/**
 * How many tests passed, failed and were skipped; a file that could not be loaded counts as failed.
 */
const readTotals = () => {
  try {
    const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

requireNode();
const startedAtMs = Date.now();
/** There everything has to run. */
const isCi = process.env.REQUIRE_SERVERS === 'all';
const findMissing = () => {
  const missing = missingServers();
  if (!isCi || missing.length === 0) return missing;
  return giveUp(
    ...missing.map(({ name, reason }) => `The tests with ${name} cannot run: ${reason}.`),
  );
};
findMissing();
const ownArguments = process.argv.slice(2);
await install();
await build();
const missing = findMissing();
mkdirSync(cacheFolder, { recursive: true });
rmSync(resultsFile, { force: true });
say('');
const results = ownArguments.length > 0 ? [] : await runSteps(checks, concurrency);
results.push(
  await runStep(
    jest(ownArguments.length > 0 ? ownArguments : ['--ci', '--coverage', '--maxWorkers=100%']),
  ),
);
// Alone, because it takes the whole machine.
if (ownArguments.length === 0 && isCi) results.push(await runStep(chaos));
report(results);
const { passed, failed, skipped } = readTotals();
say(...linesOfLeftOut(missing));
if (!isCi)
  say('', 'Not run: two minutes of faults on the whole system; npm run chaos -- --seconds 120.');
say('', `Everything took ${elapsed(startedAtMs)}.`);
say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = results.every((result) => result.passed) ? 0 : 1;
