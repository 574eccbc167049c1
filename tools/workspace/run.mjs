import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const rootFolder = fileURLToPath(new URL('../../', import.meta.url));

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const interruptedExitCode = 130;
const running = new Set();
let isInterrupted = false;

// Only while programs run: what is started in this process afterwards listens for itself.
const passOn = (signal) => {
  isInterrupted = true;
  for (const program of running) program.kill(signal);
};

const begin = (program) => {
  if (running.size === 0) for (const signal of interruptions) process.on(signal, passOn);
  running.add(program);
};

const end = (program) => {
  running.delete(program);
  if (running.size > 0) return;
  if (isInterrupted) process.exit(interruptedExitCode);
  for (const signal of interruptions) process.off(signal, passOn);
};

const environment = (variables) => ({
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  // turbo looks for pnpm on the path; both are dependencies of the repository.
  PATH: `${path.join(rootFolder, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}`,
  ...variables,
});

/**
 * Runs a program at the root of the repository. Resolves with its exit code and what it wrote, or
 * with `show` lets it write to the terminal. Ctrl-C ends the program and then this process.
 */
export const run = (command, programArguments, { show = false, variables = {} } = {}) =>
  new Promise((resolve) => {
    const outputs = show ? 'inherit' : 'pipe';
    const program = spawn(command, programArguments, {
      cwd: rootFolder,
      env: environment(variables),
      stdio: ['ignore', outputs, outputs],
    });
    const written = [];
    begin(program);
    program.stdout?.on('data', (chunk) => written.push(chunk));
    program.stderr?.on('data', (chunk) => written.push(chunk));
    const finish = (code) => {
      end(program);
      resolve({ code, output: Buffer.concat(written).toString('utf8').trim() });
    };
    program.once('error', (error) => {
      written.push(Buffer.from(`${error.message}\n`));
      finish(127);
    });
    program.once('close', (code) => finish(code ?? 1));
  });
