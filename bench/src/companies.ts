import { createCompany, post, postingBody, type BenchCompany } from './ledger';
import { inRounds, measureLoad, medianOf, medianRatio, type Measurement } from './measure';
import { measureSpread } from './posting';
import { randomAmount, seededRandom } from './random';
import type { Result } from './report';
import type { Subject } from './subject';

const companyCount = 1000;
const preparedTogether = 8;

const createCompanies = async ({
  client,
  signToken,
}: Subject): Promise<readonly BenchCompany[]> => {
  const companies: BenchCompany[] = [];
  await Promise.all(
    Array.from({ length: preparedTogether }, async () => {
      while (companies.length < companyCount)
        companies.push(await createCompany(client, signToken));
    }),
  );
  return companies;
};

const measureMany = (
  { client }: Subject,
  companies: readonly BenchCompany[],
): Promise<Measurement> => {
  const random = seededRandom(7);
  return measureLoad({ lanes: 64, warmUpMs: 4000, measureMs: 8000 }, async () => {
    const company = companies[Math.floor(random() * companies.length)];
    if (company === undefined) throw new Error('there are companies');
    const { accountIds, token } = company;
    const first = Math.floor(random() * accountIds.length);
    const second = (first + 1) % accountIds.length;
    const amount = randomAmount(random);
    await post(
      client,
      token,
      postingBody(accountIds[first] ?? '', accountIds[second] ?? '', amount),
    );
    return 1;
  });
};

/** 1,000 companies that post a little each, against one company that posts everything. */
export const measureCompanies = async (subject: Subject): Promise<readonly Result[]> => {
  const companies = await createCompanies(subject);
  const rounds = await inRounds(async () => ({
    one: await measureSpread(subject),
    many: await measureMany(subject, companies),
  }));
  const manyOfOne = medianRatio(
    rounds,
    ({ many }) => many,
    ({ one }) => one,
  );
  return [
    {
      name: 'HTTP create and post, 1,000 companies with 300 accounts each',
      ...medianOf(rounds.map(({ many }) => many)),
      ratio: { of: 'one company', value: manyOfOne, atLeast: 0.5 },
    },
  ];
};
