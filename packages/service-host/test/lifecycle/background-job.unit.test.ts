import { pino } from 'pino';
import { startJob } from '../../src/lifecycle/background-job';

const lines: Record<string, unknown>[] = [];
const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as never) });

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

const eventually = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};

beforeEach(() => {
  lines.length = 0;
});

describe('background job', () => {
  it('runs until it is stopped, and is waited for', async () => {
    let hasEnded = false;
    const job = startJob(
      {
        name: 'steady',
        run: async (signal) => {
          await untilAborted(signal);
          await new Promise((resolve) => setTimeout(resolve, 20));
          hasEnded = true;
        },
      },
      logger,
      () => undefined,
    );
    await job.stop();
    expect(hasEnded).toBe(true);
    expect(lines).toEqual([]);
  });

  it('is restarted with growing pauses when it fails, each failure logged', async () => {
    const startedAtMs: number[] = [];
    const restarts: string[] = [];
    const job = startJob(
      {
        name: 'fragile',
        run: async (signal) => {
          startedAtMs.push(Date.now());
          if (startedAtMs.length < 4) throw new Error(`failure ${startedAtMs.length}`);
          await untilAborted(signal);
        },
      },
      logger,
      (name) => restarts.push(name),
    );
    await eventually(() => startedAtMs.length === 4);
    await job.stop();
    expect(restarts).toEqual(['fragile', 'fragile', 'fragile']);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ job: 'fragile', msg: 'a background job failed' });
    const pauses = startedAtMs.slice(1).map((time, index) => time - (startedAtMs[index] ?? 0));
    expect(pauses[1]).toBeGreaterThan((pauses[0] ?? 0) * 1.2);
    expect(pauses[2]).toBeGreaterThan((pauses[1] ?? 0) * 1.2);
  });

  it('is restarted when it ends by itself, which is logged as a warning', async () => {
    let runs = 0;
    const job = startJob(
      {
        name: 'early',
        run: async () => {
          runs += 1;
        },
      },
      logger,
      () => undefined,
    );
    await eventually(() => runs === 2);
    await job.stop();
    expect(lines[0]).toMatchObject({ job: 'early', msg: 'a background job ended by itself' });
  });

  it('is not waited for through a pause', async () => {
    const job = startJob(
      { name: 'failing', run: () => Promise.reject(new Error('x')) },
      logger,
      () => undefined,
    );
    await eventually(() => lines.length === 1);
    await job.stop();
    expect(lines).toHaveLength(1);
  });

  it('that fails because it is stopped is no failure', async () => {
    const job = startJob(
      {
        name: 'abrupt',
        run: async (signal) => {
          await untilAborted(signal);
          throw new Error('aborted');
        },
      },
      logger,
      () => undefined,
    );
    await job.stop();
    expect(lines).toEqual([]);
  });
});
