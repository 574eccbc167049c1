import type { RunningService } from '@accounting/dev-stack';
import type { HttpClient } from './http-client';
import { post, postingBody, type BenchCompany } from './ledger';
import { measureOneByOne } from './limits';
import { meanPerSecond, measureLoad, type Measurement } from './measure';
import { randomAmount, seededRandom } from './random';
import type { Result } from './report';

const connections = 64;

type Pick = (random: () => number) => readonly [debit: number, credit: number];

const measurePosts = (
  client: HttpClient,
  { token, accountIds }: BenchCompany,
  pick: Pick,
): Promise<Measurement> => {
  const random = seededRandom(3);
  return measureLoad({ lanes: connections, warmUpMs: 3000, measureMs: 10_000 }, async () => {
    const [debit, credit] = pick(random).map((index) => accountIds[index % accountIds.length]);
    await post(client, token, postingBody(debit ?? '', credit ?? '', randomAmount(random)));
    return 1;
  });
};

/** Create-and-post over HTTP, spread over all accounts. */
export const measureSpread = (client: HttpClient, company: BenchCompany): Promise<Measurement> => {
  const count = company.accountIds.length;
  return measurePosts(client, company, (random) => {
    const first = Math.floor(random() * count);
    return [first, first + 1 + Math.floor(random() * (count - 1))];
  });
};

/** Create-and-post over HTTP, spread over all accounts and on one pair, against L1. */
export const measurePosting = async ({
  service,
  client,
  company,
}: {
  readonly service: RunningService;
  readonly client: HttpClient;
  readonly company: BenchCompany;
}): Promise<{ readonly results: readonly Result[]; readonly spreadPerSecond: number }> => {
  const { databaseUrl } = service;
  const limitOptions = { databaseUrl, accountIds: company.accountIds, measureMs: 6000 };
  const before = await measureOneByOne(limitOptions);
  const spread = await measureSpread(client, company);
  const hot = await measurePosts(client, company, () => [0, 1]);
  const after = await measureOneByOne(limitOptions);
  const limit = meanPerSecond([before, after]);
  const results = [
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
  return { results, spreadPerSecond: spread.perSecond };
};
