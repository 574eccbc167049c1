import { newUuid, type CompanyId } from '@accounting/kernel';
import type { HttpClient } from './http-client';

/** A company with accounts to post to. */
export interface BenchCompany {
  readonly companyId: CompanyId;
  readonly token: string;
  readonly accountIds: readonly string[];
}

/** What the bench needs of the stack: to sign a token for a company. */
export type SignCompanyToken = (companyId: CompanyId) => string;

const requireStatus = (what: string, status: number, body: string): void => {
  if (status >= 200 && status < 300) return;
  throw new Error(`${what}: ${String(status)} ${body.slice(0, 500)}`);
};

const postJson = async (client: HttpClient, token: string, path: string, body?: object) => {
  const answer = await client.request({
    method: 'POST',
    path,
    token,
    idempotencyKey: newUuid(),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  requireStatus(path, answer.status, answer.body);
  return JSON.parse(answer.body) as Record<string, unknown>;
};

interface ListedAccount {
  readonly accountId: string;
  readonly isPostable: boolean;
  readonly currency: string | null;
}

const listPostable = async (client: HttpClient, token: string): Promise<readonly string[]> => {
  const { status, body } = await client.request({
    method: 'GET',
    path: '/accounts?limit=1000&isPostable=true',
    token,
  });
  requireStatus('list accounts', status, body);
  const { items } = JSON.parse(body) as { readonly items: readonly ListedAccount[] };
  return items.filter(({ currency }) => currency === null).map(({ accountId }) => accountId);
};

/** A company with the Georgian chart and, when asked, enough further accounts. */
export const createCompany = async (
  client: HttpClient,
  signToken: SignCompanyToken,
  accountCount?: number,
): Promise<BenchCompany> => {
  const companyId = newUuid() as CompanyId;
  const token = signToken(companyId);
  await postJson(client, token, '/accounts/chart');
  const accountIds = [...(await listPostable(client, token))];
  while (accountCount !== undefined && accountIds.length < accountCount) {
    const number = String(accountIds.length).padStart(5, '0');
    const created = await postJson(client, token, '/accounts', {
      code: `1410-${number}`,
      nameEnglish: `Customer ${number}`,
      nameGeorgian: `მყიდველი ${number}`,
      type: 'asset',
      normalBalance: 'debit',
    });
    accountIds.push(String(created['accountId']));
  }
  return { companyId, token, accountIds: accountIds.slice(0, accountCount) };
};

const day = '2026-11-15';

/** The body of "create and post" for a sale of one amount. */
export const postingBody = (debitAccount: string, creditAccount: string, amount: string): string =>
  `{"transactionDate":"${day}","description":"Goods for resale","entries":[` +
  `{"accountId":"${debitAccount}","debit":"${amount}"},` +
  `{"accountId":"${creditAccount}","credit":"${amount}"}]}`;

/** Posts it, and fails unless it was created. */
export const post = async (client: HttpClient, token: string, body: string): Promise<void> => {
  const { status, body: answer } = await client.request({
    method: 'POST',
    path: '/transactions/post',
    token,
    body,
    idempotencyKey: newUuid(),
  });
  if (status !== 201) throw new Error(`posting: ${String(status)} ${answer.slice(0, 500)}`);
};

/** A line of an import. */
export const importLine = (debitAccount: string, creditAccount: string, amount: string): string =>
  `${postingBody(debitAccount, creditAccount, amount)}\n`;
