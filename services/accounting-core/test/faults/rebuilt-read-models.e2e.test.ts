import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { PostingLoad } from './posting-load';
import { RecordedFacts } from './recorded-facts';
import { ServiceProcess } from './service-process';

const repository = join(__dirname, '../../../..');

let service: ServiceProcess;
let load: PostingLoad;
let facts: RecordedFacts;
let owner: Client;

beforeAll(async () => {
  service = await ServiceProcess.startOnNewDatabases();
  owner = new Client({ connectionString: service.databases.ledger.ownerUrl });
  await owner.connect();
  load = new PostingLoad(() => service.url);
  await load.adoptChart();
  facts = new RecordedFacts(service.databases, load.companyId);
}, 60_000);

afterAll(async () => {
  await facts.close();
  await owner.end();
  await service.remove();
});

/** The command of the README, in a process of its own. */
const startRebuild = () => {
  const pnpm = join(repository, 'node_modules', '.bin', 'pnpm');
  const child = spawn(pnpm, ['--filter', 'accounting-core', 'rebuild-read-models'], {
    cwd: repository,
    env: { PATH: process.env['PATH'], OWNER_DATABASE_URL: service.databases.ledger.ownerUrl },
    detached: true,
  });
  let output = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, output }));
  });
  return {
    ended,
    says: (text: string) =>
      new Promise<void>((resolve) => {
        listeners.push(() => {
          if (output.includes(text)) resolve();
        });
      }),
    kill: () => process.kill(-(child.pid ?? 0), 'SIGKILL'),
  };
};

const balancesKept = async (): Promise<unknown> =>
  (await owner.query('SELECT * FROM ledger.account_balances ORDER BY 1, 2, 3, 4')).rows;

const postUntil = async (count: number): Promise<void> => {
  while (load.acknowledged.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('read models that have gone wrong', () => {
  let hiding: Client;

  beforeAll(async () => {
    load.start(16);
    await postUntil(300);
    hiding = new Client({ connectionString: service.databases.ledger.ownerUrl });
    await hiding.connect();
    // What is recorded from here on stays hidden from the log until this transaction ends.
    await hiding.query('BEGIN');
    await hiding.query('SELECT pg_current_xact_id()');
    await postUntil(600);
    await load.stop();
    await owner.query('UPDATE ledger.account_balances SET debit_gel = debit_gel + 1');
    await owner.query("UPDATE ledger.accounts SET name_english = 'wrong'");
  }, 60_000);

  it('are not rebuilt while the service runs', async () => {
    const { code, output } = await startRebuild().ended;
    expect(code).not.toBe(0);
    expect(output).toContain('The service is connected to its database');
  });

  it('stay as they are when the rebuild is killed in the middle', async () => {
    expect(await service.terminate()).toBe(0);
    const before = await balancesKept();
    const rebuild = startRebuild();
    await rebuild.says('Waiting for a transaction');
    rebuild.kill();
    await rebuild.ended;
    await hiding.query('ROLLBACK');
    await hiding.end();
    expect(await balancesKept()).toEqual(before);
    expect(await facts.wrongBalances()).not.toEqual([]);
  });

  it('are right again when it is run once more', async () => {
    const { code, output } = await startRebuild().ended;
    expect(output).toMatch(/(\d+) of \1 facts \(100 %\)/);
    expect(code).toBe(0);
    expect(await facts.wrongBalances()).toEqual([]);
    expect(await facts.transactionIds()).toEqual(
      load.acknowledged.map(({ transactionId }) => transactionId).sort(),
    );
    const { rows } = await owner.query("SELECT FROM ledger.accounts WHERE name_english = 'wrong'");
    expect(rows).toEqual([]);
  });

  it('serve the next postings', async () => {
    await service.start();
    const again = new PostingLoad(() => service.url);
    await again.adoptChart();
    again.start(4);
    while (again.acknowledged.length < 20) await new Promise((resolve) => setTimeout(resolve, 20));
    await again.stop();
    expect(again.refused).toEqual([]);
  });
});
