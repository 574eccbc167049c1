import type { HttpClient } from './http-client';
import { post, postingBody, type BenchCompany } from './ledger';
import { measureOneByOne } from './limits';
import { inRounds, measureLoad, medianOf, medianRatio, type Measurement } from './measure';
import { randomAmount, seededRandom } from './random';
import type { Result } from './report';
import type { Subject } from './subject';

const connections = 64;

type Pick = (random: () => number) => readonly [debit: number, credit: number];

const measurePosts = (
  client: HttpClient,
  { token, accountIds }: BenchCompany,
  pick: Pick,
): Promise<Measurement> => {
  const random = seededRandom(3);
  return measureLoad({ lanes: connections, warmUpMs: 2000, measureMs: 6000 }, async () => {
    const [debit, credit] = pick(random).map((index) => accountIds[index % accountIds.length]);
    await post(client, token, postingBody(debit ?? '', credit ?? '', randomAmount(random)));
    return 1;
  });
};

/** Create-and-post over HTTP, spread over all accounts. */
export const measureSpread = ({ client, company }: Subject): Promise<Measurement> => {
  const count = company.accountIds.length;
  return measurePosts(client, company, (random) => {
    const first = Math.floor(random() * count);
    return [first, first + 1 + Math.floor(random() * (count - 1))];
  });
};

/** Create-and-post over HTTP, spread over all accounts and on one pair, against L1. */
export const measurePosting = async (subject: Subject): Promise<readonly Result[]> => {
  const { client, company, limitUrl } = subject;
  const { accountIds } = company;
  const rounds = await inRounds(async () => ({
    limit: await measureOneByOne({ databaseUrl: limitUrl, accountIds, measureMs: 4000 }),
    spread: await measureSpread(subject),
    hot: await measurePosts(client, company, () => [0, 1]),
  }));
  const spreadOfLimit = medianRatio(
    rounds,
    ({ spread }) => spread,
    ({ limit }) => limit,
  );
  const hotOfSpread = medianRatio(
    rounds,
    ({ hot }) => hot,
    ({ spread }) => spread,
  );
  return [
    {
      name: 'L1: one SQL call a posting, 32 connections',
      ...medianOf(rounds.map(({ limit }) => limit)),
    },
    {
      name: 'HTTP create and post, 64 connections, 1,000 accounts',
      ...medianOf(rounds.map(({ spread }) => spread)),
      ratio: { of: 'L1', value: spreadOfLimit, atLeast: 0.7 },
      p99MsAtMost: 60,
    },
    {
      name: 'HTTP create and post, every posting on one pair of accounts',
      ...medianOf(rounds.map(({ hot }) => hot)),
      ratio: { of: 'spread', value: hotOfSpread, atLeast: 1 },
    },
  ];
};
