import { reasonOf } from './failures';
import { runRenderer } from './run-renderer';
import { readSettings } from './settings';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const render = async (): Promise<void> => {
  await runRenderer(readSettings(process.argv.slice(2), process.env), {
    log: (line) => console.error(line),
    print: (text) => void process.stdout.write(text),
    signal: stopping.signal,
  });
};

render().catch((error: unknown) => {
  // The message only: a trace says nothing to who runs it, and may quote what failed.
  console.error(reasonOf(error));
  process.exitCode = 1;
});
