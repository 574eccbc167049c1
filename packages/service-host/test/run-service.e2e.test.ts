import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { stageStoredNotes, type StoredNotesStage } from './fixtures/stored-notes-environment';
import { accountantHeaders, writingHeaders } from './fixtures/start-notes';

let stage: StoredNotesStage;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  stage = await stageStoredNotes();
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await stage.drop();
});

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** What of it went to standard error, for a person; the log goes to standard output. */
  readonly complaint: string;
}

interface Process {
  readonly url: string;
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
}

const fixture = (name: string): string => path.join(__dirname, 'fixtures', name);

const launch = (environment: Record<string, string> = {}, ...command: readonly string[]) => {
  const child = spawn(
    process.execPath,
    ['--require', fixture('run-typescript.cjs'), fixture('stored-notes-main.ts'), ...command],
    { env: { PATH: process.env['PATH'], ...stage.environment, ...environment } },
  );
  running.add(child);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    complaint += chunk.toString();
  });
  const ended = new Promise<Outcome>((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, output, complaint });
    });
  });
  return { child, ended, output: () => output };
};

const startProcess = async (environment: Record<string, string> = {}): Promise<Process> => {
  const { child, ended, output } = launch(environment);
  for (;;) {
    const url = /"httpUrl":"([^"]+)"/.exec(output())?.[1];
    if (url !== undefined) return { url, child, ended };
    const hasEnded = await Promise.race([
      ended.then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 20)),
    ]);
    if (hasEnded) throw new Error(`It ended before it was ready: ${output()}`);
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a service as a command', () => {
  it('says why it cannot rebuild, in a sentence, and ends with 1', async () => {
    expect(await launch({}, 'rebuild-read-models').ended).toMatchObject({
      code: 1,
      output: 'This service has no read models.\n',
    });
  });

  it('ends with 64 when it does not know the command', async () => {
    const { code, output } = await launch({}, 'rebuild').ended;
    expect([code, output]).toEqual([64, expect.stringContaining('rebuild-read-models')]);
  });
});

describe('a service as a process', () => {
  it('ends with 78 and every mistake when it is configured wrongly', async () => {
    const { code, output } = await launch({ HTTP_PORT: 'x', AUTH_JWKS: '{}' }).ended;
    expect(code).toBe(78);
    expect(output).toContain('HTTP_PORT must be a whole number');
    expect(output).toContain('AUTH_JWKS must be a JSON Web Key Set');
  });

  it('ends with 1 when it cannot start, with the reason in the log', async () => {
    const { code, output } = await launch({
      DATABASE_URL: 'postgresql://127.0.0.1:1/nothing',
    }).ended;
    expect(code).toBe(1);
    expect(output).toContain('"msg":"the start failed"');
  });

  it.each(['HTTP_PORT', 'GRPC_PORT'])(
    'says in plain words that the port of %s is taken, and ends with 1',
    async (setting) => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { code, complaint } = await launch({ [setting]: String(port) }).ended;
      other.close();
      expect([code, complaint]).toEqual([
        1,
        `Port ${port} on 127.0.0.1, which ${setting} names, is taken by another process. ` +
          `End that process, or set ${setting} to a free port.\n`,
      ]);
    },
  );

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s', async (signal) => {
    const { child, ended } = await startProcess();
    child.kill(signal);
    const { code, output } = await ended;
    expect([code, output]).toEqual([0, expect.stringContaining('"msg":"stopped"')]);
  });

  it('answers everything in flight when it is stopped under load', async () => {
    const { url, child, ended } = await startProcess();
    const answers = { stored: 0, refused: 0, cut: 0 };
    let isLoading = true;
    const load = async (worker: number): Promise<void> => {
      for (let index = 0; isLoading; index += 1) {
        try {
          const response = await fetch(`${url}/api/v1/notes`, {
            method: 'POST',
            headers: writingHeaders(`load-${worker}-${index}`),
            body: JSON.stringify({ text: 'under load' }),
          });
          await response.text();
          if (response.status === 200) answers.stored += 1;
          else answers.refused += 1;
          if (response.status !== 200) expect(response.status).toBe(503);
        } catch {
          // The port is closed, or the connection was while it was idle: nothing was answered.
          answers.cut += 1;
          await pause(5);
        }
      }
    };
    const workers = Array.from({ length: 16 }, (_, worker) => load(worker));
    while (answers.stored < 50) await pause(10);
    const slow = fetch(`${url}/api/v1/waits?ms=700`, { headers: accountantHeaders() });
    await pause(100);
    child.kill('SIGTERM');
    expect((await slow).status).toBe(200);
    const { code } = await ended;
    isLoading = false;
    await Promise.all(workers);
    expect(code).toBe(0);
    expect(answers.refused).toBeGreaterThan(0);
    expect(await storedUnderLoad()).toBe(answers.stored);
  });

  it('ends with 1 and does not hang when a job does not stop', async () => {
    const { child, ended } = await startProcess({ JOB: 'stuck', STOP_STEP_TIMEOUT_MS: '200' });
    child.kill('SIGTERM');
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toContain('"abandoned":["stopping the job stuck"]');
  });

  it('ends at once on a second signal', async () => {
    const { url, child, ended } = await startProcess();
    void fetch(`${url}/api/v1/waits?ms=9000`, { headers: accountantHeaders() }).catch(
      () => undefined,
    );
    await pause(200);
    child.kill('SIGTERM');
    await pause(200);
    const startedAtMs = Date.now();
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(Date.now() - startedAtMs).toBeLessThan(5_000);
  });
});

const storedUnderLoad = async (): Promise<number> => {
  const client = new Client({ connectionString: stage.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM event_sourcing.event_store
     WHERE data ->> 'text' = 'under load'`,
  );
  await client.end();
  return rows[0]?.count ?? -1;
};
