import { newUuid, type CompanyId } from '@accounting/kernel';
import { freePort } from '@accounting/postgres-server';
import { signedToken } from '@accounting/testing';
import { AnswerContract } from '../api/http/answer-contract';
import { accepted, Caller } from '../api/http/caller';
import { importPieces, progressOf, saleOf } from '../api/http/import-files';
import {
  allPermissions,
  createLedgerDatabases,
  environmentFor,
  type LedgerDatabases,
} from '../api/http/started-ledger';
import { ServiceProcess } from './service-process';

const megabyte = 1024 * 1024;
/** Far below the size of the files; what the heap grows by before it is collected. */
const growthMax = 256 * megabyte;

let databases: LedgerDatabases;
let service: ServiceProcess;
let company: Caller;

beforeAll(async () => {
  databases = await createLedgerDatabases();
  const port = await freePort();
  const environment = { ...environmentFor(databases), HTTP_PORT: String(port) };
  service = new ServiceProcess(environment, `http://127.0.0.1:${String(port)}`);
  await service.start();
  const companyId = newUuid() as CompanyId;
  const token = signedToken({ companyId, permissions: allPermissions });
  const contract = await AnswerContract.readFrom(service.url);
  company = new Caller(service.url, { companyId, token, contract });
  await accepted(company.post('/accounts/chart'));
}, 60_000);
afterAll(async () => {
  await service.kill();
  await Promise.all([databases.ledger.drop(), databases.messageBus.drop()]);
});

const memory = async (): Promise<number> => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\d+)/m.exec(text)?.[1]);
};

/** Sends pieces and watches how much memory the service takes meanwhile, at most. */
const largestWhile = async (batchId: string, pieces: AsyncIterable<string>): Promise<number> => {
  let largest = 0;
  async function* watched() {
    let sent = 0;
    for await (const piece of pieces) {
      yield piece;
      sent += 1;
      if (sent % 10 === 0) largest = Math.max(largest, await memory());
    }
  }
  const upload = importPieces(company, { batchId, mode: 'skip_bad_rows' }, watched());
  await accepted(upload.answer);
  return Math.max(largest, await memory());
};

describe('the memory of the service during an import', () => {
  it('stays bounded when the rows are many', async () => {
    async function* rows() {
      for (let piece = 1; piece <= 100; piece += 1) yield saleOf('0.01').repeat(200);
    }
    const before = await memory();
    expect((await largestWhile('many', rows())) - before).toBeLessThan(growthMax);
    expect(await progressOf(company, 'many')).toMatchObject({ posted: 20_000, rejected: 0 });
  }, 60_000);

  it('stays bounded when the rows are long and no transactions', async () => {
    const long = `[${'"x",'.repeat(megabyte / 4 - 2)}1]\n`;
    async function* rows() {
      for (let row = 1; row <= 300; row += 1) yield long;
    }
    const before = await memory();
    expect((await largestWhile('long', rows())) - before).toBeLessThan(growthMax);
    expect(await progressOf(company, 'long')).toMatchObject({ posted: 0, rejected: 300 });
  }, 60_000);
});
