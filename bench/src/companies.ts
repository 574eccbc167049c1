import type { HttpClient } from './http-client';
import {
  createCompany,
  post,
  postingBody,
  type BenchCompany,
  type SignCompanyToken,
} from './ledger';
import { measureLoad } from './measure';
import { randomAmount, seededRandom } from './random';
import type { Result } from './report';

const companyCount = 1000;
const preparedTogether = 8;

/** 1,000 companies that post a little each, against one company that posts everything. */
export const measureCompanies = async (
  client: HttpClient,
  signToken: SignCompanyToken,
  singlePerSecond: number,
): Promise<readonly Result[]> => {
  const companies: BenchCompany[] = [];
  await Promise.all(
    Array.from({ length: preparedTogether }, async () => {
      while (companies.length < companyCount)
        companies.push(await createCompany(client, signToken));
    }),
  );
  const random = seededRandom(7);
  const measured = await measureLoad({ lanes: 64, warmUpMs: 8000, measureMs: 10_000 }, async () => {
    const company = companies[Math.floor(random() * companies.length)];
    if (company === undefined) throw new Error('there are companies');
    const { accountIds, token } = company;
    const first = Math.floor(random() * accountIds.length);
    const second = (first + 1) % accountIds.length;
    const body = postingBody(
      accountIds[first] ?? '',
      accountIds[second] ?? '',
      randomAmount(random),
    );
    await post(client, token, body);
    return 1;
  });
  return [
    {
      name: 'HTTP create and post, 1,000 companies with 300 accounts each',
      ...measured,
      ratio: { of: 'one company', value: measured.perSecond / singlePerSecond, atLeast: 0.5 },
    },
  ];
};
