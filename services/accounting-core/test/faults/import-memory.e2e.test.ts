import { newCompany } from '../api/http/bookkeeping';
import { accepted, type Caller } from '../api/http/caller';
import { importPieces, progressOf, saleOf } from '../api/http/import-files';
import { ServiceProcess } from './service-process';

const megabyte = 1024 * 1024;
/** Far below the size of the files; what the heap grows by before it is collected. */
const growthMax = 256 * megabyte;

let service: ServiceProcess;
let company: Caller;

beforeAll(async () => {
  service = await ServiceProcess.startOnNewDatabases();
  company = await newCompany(await service.callers());
}, 60_000);
afterAll(() => service.remove());

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
