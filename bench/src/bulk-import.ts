import type { RunningService } from '@accounting/dev-stack';
import { newUuid } from '@accounting/kernel';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { importLine, type BenchCompany } from './ledger';
import { measureBatches } from './limits';
import { inRounds, median, medianOf, medianRatio } from './measure';
import { randomAmount, seededRandom } from './random';
import type { Result } from './report';
import { peakMegabytesDuring, untilPublished } from './service-process';
import type { Subject } from './subject';

interface ImportOutcome {
  readonly status: string;
  readonly posted: number;
}

/** A file, in pieces of a few hundred lines as a network would bring them. */
const fileOf = ({ accountIds }: BenchCompany, count: number): readonly Buffer[] => {
  const random = seededRandom(5);
  const pick = () => accountIds[Math.floor(random() * accountIds.length)] ?? '';
  const pieces: Buffer[] = [];
  for (let written = 0; written < count;) {
    let text = '';
    for (let line = 0; line < 400 && written < count; line += 1, written += 1) {
      text += importLine(pick(), pick(), randomAmount(random));
    }
    pieces.push(Buffer.from(text));
  }
  return pieces;
};

const importRows = async (
  service: RunningService,
  company: BenchCompany,
  { mode, count }: { readonly mode: string; readonly count: number },
): Promise<number> => {
  // Written before the clock starts: who sends a file has it already.
  const file = fileOf(company, count);
  const begun = performance.now();
  const { body } = await request(
    `${service.httpUrl}/api/v1/transactions/import?mode=${mode}&batchId=${newUuid()}`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${company.token}`,
        'content-type': 'application/x-ndjson',
      },
      body: Readable.from(file),
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

const measureLimit = async ({ limitUrl, company: { accountIds } }: Subject) => {
  const options = { databaseUrl: limitUrl, accountIds, measureMs: 4000 };
  const one = await measureBatches({ ...options, connections: 1 });
  const two = await measureBatches({ ...options, connections: 2 });
  return one.perSecond > two.perSecond ? one : two;
};

/** Both too long to be posted at once, which takes less memory. */
const memoryFiles = { short: 320_000, long: 960_000 };

/** How much more memory a file takes that is three times as long. */
const measureMemory = async ({ service, company }: Subject): Promise<number> => {
  const peakOf = async (count: number): Promise<number> => {
    const { peakMegabytes } = await peakMegabytesDuring(service.processId, () =>
      importRows(service, company, { mode: 'skip_bad_rows', count }),
    );
    return peakMegabytes;
  };
  // Before that the process grows to what it needs for any file.
  await peakOf(memoryFiles.short);
  const short = await peakOf(memoryFiles.short);
  return (await peakOf(memoryFiles.long)) / short;
};

/** Transactions of two files that are posted at once, and of one that is too long for it. */
const shortFile = 60_000;
const longFile = 200_000;
const longerFile = 400_000;

/** Both modes of import against batches of 100 a commit, and whether memory grows with the file. */
export const measureImport = async (subject: Subject): Promise<readonly Result[]> => {
  const { service, company } = subject;
  const memory = await measureMemory(subject);
  const rateOf = async (mode: string, count: number) => {
    await untilPublished(service.httpUrl);
    return { perSecond: await importRows(service, company, { mode, count }) };
  };
  const rounds = await inRounds(async () => {
    await untilPublished(service.httpUrl);
    return {
      limit: await measureLimit(subject),
      shortSkipping: await rateOf('skip_bad_rows', shortFile),
      shortWhole: await rateOf('all_or_nothing', shortFile),
      longSkipping: await rateOf('skip_bad_rows', longFile),
      longWhole: await rateOf('all_or_nothing', longFile),
      longerSkipping: await rateOf('skip_bad_rows', longerFile),
      longerWhole: await rateOf('all_or_nothing', longerFile),
    };
  });
  const resultOf = (measured: Exclude<keyof (typeof rounds)[number], 'limit'>) => ({
    perSecond: median(rounds.map((round) => round[measured].perSecond)),
    ratio: {
      of: 'L100',
      value: medianRatio(
        rounds,
        (round) => round[measured],
        ({ limit }) => limit,
      ),
      atLeast: 0.7,
    },
  });
  return [
    {
      name: 'L100: one SQL call for 100 postings, best of 1 and 2 connections',
      ...medianOf(rounds.map(({ limit }) => limit)),
    },
    { name: 'Import of 60,000 transactions, skip bad rows', ...resultOf('shortSkipping') },
    { name: 'Import of 60,000 transactions, all or nothing', ...resultOf('shortWhole') },
    { name: 'Import of 200,000 transactions, skip bad rows', ...resultOf('longSkipping') },
    { name: 'Import of 200,000 transactions, all or nothing', ...resultOf('longWhole') },
    { name: 'Import of 400,000 transactions, skip bad rows', ...resultOf('longerSkipping') },
    { name: 'Import of 400,000 transactions, all or nothing', ...resultOf('longerWhole') },
    {
      name: 'Memory at its peak, import of 960,000 over import of 320,000',
      figure: { value: memory, unit: '×', atMost: 1.2 },
    },
  ];
};
