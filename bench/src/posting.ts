import type { RunningService } from '@accounting/dev-stack';
import type { HttpClient } from './http-client';
import { post, postingBody, type BenchCompany } from './ledger';
import { measureOneByOne } from './limits';
import { meanPerSecond, measureLoad, type Measurement } from './measure';
import { randomAmount, seededRandom } from './random';
import type { Result } from './report';

const connections = 64;

/** Create-and-post over HTTP, spread over all accounts and on one pair, against L1. */
export const measurePosting = async ({
  service,
  client,
  company,
}: {
  readonly service: RunningService;
  readonly client: HttpClient;
  readonly company: BenchCompany;
}): Promise<readonly Result[]> => {
  const limitOptions = {
    databaseUrl: service.databaseUrl,
    accountIds: company.accountIds,
    measureMs: 6000,
  };
  const load = (pick: (random: () => number) => readonly [string, string]): Promise<Measurement> => {
    const random = seededRandom(3);
    return measureLoad({ lanes: connections, warmUpMs: 3000, measureMs: 10_000 }, async () => {
      const [debit, credit] = pick(random);
      await post(client, company.token, postingBody(debit, credit, randomAmount(random)));
      return 1;
    });
  };
  const { accountIds } = company;
  const at = (index: number): string => accountIds[index % accountIds.length] ?? '';
  const before = await measureOneByOne(limitOptions);
  const spread = await load((random) => {
    const first = Math.floor(random() * accountIds.length);
    return [at(first), at(first + 1 + Math.floor(random() * (accountIds.length - 1)))];
  });
  const hot = await load(() => [at(0), at(1)]);
  const after = await measureOneByOne(limitOptions);
  const limit = meanPerSecond([before, after]);
  return [
    { name: 'L1: one SQL call a posting, 32 connections', ...before, perSecond: limit },
    {
      name: 'HTTP create and post, 64 connections, 1,000 accounts',
      ...spread,
      ratio: { of: 'L1', value: spread.perSecond / limit, atLeast: 0.7 },
      p99MsAtMost: 60,
    },
    {
      name: 'HTTP create and post, every posting on one pair of accounts',
      ...hot,
      ratio: { of: 'spread', value: hot.perSecond / spread.perSecond, atLeast: 1 },
    },
  ];
};
