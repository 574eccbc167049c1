import type { RunningService } from '@accounting/dev-stack';
import { newUuid } from '@accounting/kernel';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { importLine, type BenchCompany } from './ledger';
import { measureBatches } from './limits';
import { randomAmount, seededRandom } from './random';
import type { Result } from './report';
import { peakMegabytesDuring } from './service-process';

interface ImportOutcome {
  readonly status: string;
  readonly posted: number;
}

const lines = function* (company: BenchCompany, count: number): Generator<string> {
  const random = seededRandom(5);
  const { accountIds } = company;
  const pick = () => accountIds[Math.floor(random() * accountIds.length)] ?? '';
  for (let sent = 0; sent < count;) {
    let text = '';
    // A few hundred lines a piece, as a network would bring them.
    for (let piece = 0; piece < 400 && sent < count; piece += 1, sent += 1) {
      text += importLine(pick(), pick(), randomAmount(random));
    }
    yield text;
  }
};

const importRows = async (
  service: RunningService,
  company: BenchCompany,
  { mode, count }: { readonly mode: string; readonly count: number },
): Promise<number> => {
  const begun = performance.now();
  const { body } = await request(
    `${service.httpUrl}/api/v1/transactions/import?mode=${mode}&batchId=${newUuid()}`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${company.token}`,
        'content-type': 'application/x-ndjson',
      },
      body: Readable.from(lines(company, count)),
      headersTimeout: 0,
      bodyTimeout: 0,
    },
  );
  const outcome = (await body.json()) as ImportOutcome;
  if (outcome.status !== 'completed' || outcome.posted !== count) {
    throw new Error(`import: ${JSON.stringify(outcome).slice(0, 500)}`);
  }
  return (count * 1000) / (performance.now() - begun);
};

/** Both modes of import against batches of 100 a commit, and whether memory grows with the file. */
export const measureImport = async ({
  service,
  company,
}: {
  readonly service: RunningService;
  readonly company: BenchCompany;
}): Promise<readonly Result[]> => {
  const options = {
    databaseUrl: service.databaseUrl,
    accountIds: company.accountIds,
    measureMs: 6000,
  };
  const one = await measureBatches({ ...options, connections: 1 });
  const two = await measureBatches({ ...options, connections: 2 });
  const limit = one.perSecond > two.perSecond ? one : two;
  await importRows(service, company, { mode: 'skip_bad_rows', count: 20_000 });
  const short = await peakMegabytesDuring(service.processId, () =>
    importRows(service, company, { mode: 'skip_bad_rows', count: 50_000 }),
  );
  const long = await peakMegabytesDuring(service.processId, () =>
    importRows(service, company, { mode: 'skip_bad_rows', count: 200_000 }),
  );
  const whole = await importRows(service, company, { mode: 'all_or_nothing', count: 100_000 });
  const ratioOf = (perSecond: number) => ({
    of: 'L100',
    value: perSecond / limit.perSecond,
    atLeast: 0.7,
  });
  return [
    { name: 'L100: one SQL call for 100 postings, best of 1 and 2 connections', ...limit },
    {
      name: 'Import of 200,000 transactions, skip bad rows',
      perSecond: long.answer,
      ratio: ratioOf(long.answer),
    },
    {
      name: 'Import of 100,000 transactions, all or nothing',
      perSecond: whole,
      ratio: ratioOf(whole),
    },
    {
      name: 'Memory at its peak, import of 200,000 over import of 50,000',
      figure: { value: long.peakMegabytes / short.peakMegabytes, unit: '×', atMost: 1.2 },
    },
  ];
};
