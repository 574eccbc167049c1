import { elapsed, say } from './console.mjs';
import { run } from './run.mjs';

/**
 * One check of the repository.
 * @typedef {{ name: string, command: readonly string[], show?: boolean }} Step
 * @typedef {{ name: string, passed: boolean, took: string, output: string }} StepResult
 */

/** Runs one step, and says how it went as soon as that is known. */
export const runStep = async ({ name, command: [program, ...programArguments], show = false }) => {
  const startedAtMs = Date.now();
  const { code, output } = await run(program, programArguments, { show });
  const result = { name, passed: code === 0, took: elapsed(startedAtMs), output };
  say(`${result.passed ? 'ok    ' : 'FAILED'}  ${name} (${result.took})`);
  return result;
};

/** Runs steps, a few at a time, in the order given. */
export const runSteps = async (steps, concurrency) => {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < steps.length) {
      const index = next;
      next += 1;
      results[index] = await runStep(steps[index]);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
};

/** What failed with its output, then every step with its time. */
export const report = (results) => {
  for (const { name, output } of results.filter(({ passed }) => !passed)) {
    if (output !== '') say('', `--- ${name} ---`, output);
  }
  say('', 'Summary');
  for (const { name, passed, took } of results) {
    say(`  ${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(44)}${took}`);
  }
};
