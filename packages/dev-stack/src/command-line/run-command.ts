import { demonstrationToken, runDemonstration } from '../demonstration/run-demonstration';
import { standardDataFolder } from '../services';
import { startStack, type Stack } from '../stack';
import { StackError } from '../stack-error';
import { readArguments, usage, type StartArguments } from './arguments';
import { awaitStopRequest, type StopRequests } from './stop-requests';
import { summary } from './summary';

const exitCodes = { fine: 0, failed: 1, interrupted: 130 } as const;

const print = (...lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

const seconds = (sinceMs: number): string => ((Date.now() - sinceMs) / 1_000).toFixed(1);

/** What a command needs to stop, from the first part that is started. */
interface Control {
  readonly requests: StopRequests;
  stack: Stack | undefined;
}

const start = async (options: StartArguments, control: Control): Promise<Stack> => {
  const stack = await startStack({
    dataFolder: process.env['ACCOUNTING_DATA_FOLDER'] ?? standardDataFolder,
    fresh: options.fresh,
    environment: process.env,
    report: (sentence) => print(sentence),
  });
  control.stack = stack;
  return stack;
};

const untilStopped = async (stack: Stack, { requests }: Control): Promise<number> => {
  const reason = await Promise.race([stack.broken, requests.first]);
  if (reason === undefined) {
    print('', 'Stopping. Press Ctrl-C again to stop at once.');
    return exitCodes.fine;
  }
  process.stderr.write(`${reason}\nStopping the rest.\n`);
  return exitCodes.failed;
};

const runStack = async (options: StartArguments, control: Control): Promise<number> => {
  const startedAtMs = Date.now();
  const stack = await start(options, control);
  try {
    const interrupted = control.requests.first.then(() => undefined);
    const shown = await Promise.race([runDemonstration(stack), interrupted]);
    if (shown === undefined) return exitCodes.interrupted;
    print('', ...shown, '');
    if (options.once) return exitCodes.fine;
    print(...summary(stack, demonstrationToken(stack)));
    print('', `Ready after ${seconds(startedAtMs)} s. Press Ctrl-C to stop.`);
    return await untilStopped(stack, control);
  } finally {
    const stoppingAtMs = Date.now();
    await stack.stop();
    print(`Everything has stopped (${seconds(stoppingAtMs)} s). The data is kept.`);
  }
};

const describe = (error: unknown): string => {
  if (error instanceof StackError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** The whole of `npm start` once everything is built. Returns the exit code. */
export const runCommand = async (programArguments: readonly string[]): Promise<number> => {
  const control: Control = {
    requests: awaitStopRequest(() => {
      control.stack?.kill();
      process.exit(exitCodes.interrupted);
    }),
    stack: undefined,
  };
  try {
    const options = readArguments(programArguments);
    if (options.help) {
      print(usage);
      return exitCodes.fine;
    }
    return await runStack(options, control);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    return exitCodes.failed;
  } finally {
    control.requests.dispose();
  }
};
