import { inspect } from 'node:util';
import { BookkeepersHaveChanged, showFirstPassword } from '../demonstration/bookkeepers';
import { runDemonstration } from '../demonstration/run-demonstration';
import { standardDataFolder } from '../services';
import { startStack, type Stack } from '../stack';
import { StackError } from '../stack-error';
import { readArguments, usage, type StartArguments } from './arguments';
import { awaitStopRequest, type StopRequests } from './stop-requests';
import { summary } from './summary';

const exitCodes = { fine: 0, failed: 1, interrupted: 130 } as const;

/** What the command takes from the process that it is the whole of. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Ends the process now. */
  readonly exit: (exitCode: number) => void;
}

/** One run of the command. */
interface Run extends Surroundings {
  readonly options: StartArguments;
  readonly requests: StopRequests;
  /** From the moment that there is something to stop. */
  stack?: Stack;
}

const secondsSince = (startedAtMs: number): string =>
  ((Date.now() - startedAtMs) / 1_000).toFixed(1);

const untilStopped = async (stack: Stack, { requests, complain }: Run): Promise<number> => {
  const reason = await Promise.race([stack.broken, requests.first]);
  if (reason === undefined) return exitCodes.fine;
  complain(`${reason}\nStopping the rest.`);
  return exitCodes.failed;
};

/** What the demonstration shows; where its people have changed, that it does not, and why. */
const demonstrate = async (stack: Stack, { options, print }: Run): Promise<readonly string[]> => {
  try {
    return await runDemonstration(stack, print);
  } catch (error) {
    // Who asks for the month alone is not helped by anything else.
    if (options.once || !(error instanceof BookkeepersHaveChanged)) throw error;
    return [error.message];
  }
};

const showAndWait = async (stack: Stack, run: Run, startedAtMs: number): Promise<number> => {
  const { options, print, requests } = run;
  const interrupted = requests.first.then(() => undefined);
  const shown = await Promise.race([demonstrate(stack, run), interrupted]);
  if (shown === undefined) return exitCodes.interrupted;
  print(['', ...shown, ''].join('\n'));
  if (options.once) return exitCodes.fine;
  print(summary(stack, showFirstPassword(stack)).join('\n'));
  print(`\nReady after ${secondsSince(startedAtMs)} s. Press Ctrl-C to stop.`);
  return untilStopped(stack, run);
};

const runStack = async (run: Run): Promise<number> => {
  const { options, environment, print } = run;
  const startedAtMs = Date.now();
  const stack = await startStack({
    dataFolder: environment['ACCOUNTING_DATA_FOLDER'] ?? standardDataFolder,
    fresh: options.fresh,
    environment,
    report: print,
  });
  run.stack = stack;
  try {
    return await showAndWait(stack, run, startedAtMs);
  } finally {
    const stoppingAtMs = Date.now();
    await stack.stop();
    print(`Everything has stopped (${secondsSince(stoppingAtMs)} s). The data is kept.`);
  }
};

/** What a person can put right is said in a sentence; anything else with all there is to know. */
const describe = (error: unknown): string =>
  error instanceof StackError ? error.message : inspect(error);

const runUntilRequested = async (
  options: StartArguments,
  surroundings: Surroundings,
): Promise<number> => {
  const requests = awaitStopRequest(() => {
    run.stack?.kill();
    surroundings.exit(exitCodes.interrupted);
  });
  const run: Run = { ...surroundings, options, requests };
  void requests.first.then(() =>
    surroundings.print('\nStopping. Press Ctrl-C again to stop at once.'),
  );
  try {
    return await runStack(run);
  } finally {
    requests.dispose();
  }
};

/** The whole of `npm start` once everything is built. Returns the exit code. */
export const runCommand = async (
  programArguments: readonly string[],
  surroundings: Surroundings,
): Promise<number> => {
  try {
    const options = readArguments(programArguments);
    if (!options.help) return await runUntilRequested(options, surroundings);
    surroundings.print(usage);
    return exitCodes.fine;
  } catch (error) {
    surroundings.complain(describe(error));
    return exitCodes.failed;
  }
};
