import { ApiClient, letterFolder, newestToken } from '@accounting/dev-stack';
import { newUuid } from '@accounting/kernel';
import { firstAdministrator, type System } from './system';

/** Somebody who keeps the books of one company, and how they sign in. */
export interface Keeper {
  readonly companyId: string;
  readonly email: string;
  readonly password: string;
  readonly accountIds: readonly string[];
}

const permissions = ['ledger-settings:write', 'transactions:post', 'exchange-rates:write'];

const tokenOf = async (url: string, signIn: object): Promise<string> => {
  const { body } = await new ApiClient(url).postUnkeyed('/auth/login', signIn);
  return String(body['accessToken']);
};

const found = async (administrator: ApiClient, number: number): Promise<string> => {
  const { body } = await administrator.post('/compliance/companies', newUuid(), {
    nameGeorgian: `შპს ქარიშხალი ${String(number)}`,
    nameLatin: `Storm ${String(number)} LLC`,
    taxIdentificationNumber: String(405_000_000 + number),
  });
  return String(body['companyId']);
};

const engage = async (
  { gatewayUrl: url, folder }: System,
  administrator: ApiClient,
  companyId: string,
): Promise<Keeper> => {
  const { body: role } = await administrator.post('/compliance/roles', newUuid(), {
    nameEnglish: 'Poster',
    nameGeorgian: 'გამტარებელი',
    permissions,
  });
  const email = `keeper-${companyId}@storm.example`;
  const password = `${newUuid()}-Storm`;
  await administrator.post('/users', newUuid(), {
    ...{ email, displayName: 'Keeper' },
    roles: ['chief_accountant', String(role['roleId'])],
    acceptedConflicts: { reason: 'One person is enough to try faults.' },
  });
  const token = newestToken(letterFolder(folder), email);
  const acceptance = { token, newPassword: password };
  await new ApiClient(url).postUnkeyed('/auth/invitation-acceptances', acceptance);
  const keeper = new ApiClient(url, await tokenOf(url, { email, password }));
  await keeper.post('/accounts/chart', newUuid());
  const { body } = await keeper.get('/accounts?limit=1000&isPostable=true');
  const accounts = body['items'] as { accountId: string; currency: string | null }[];
  const accountIds = accounts.filter(({ currency }) => currency === null).slice(0, 20);
  return { companyId, email, password, accountIds: accountIds.map(({ accountId }) => accountId) };
};

/** Founds companies, each with somebody who keeps its books: through the gateway, as users do. */
export const foundCompanies = async (system: System, count: number): Promise<readonly Keeper[]> => {
  const { gatewayUrl: url } = system;
  let token = await tokenOf(url, firstAdministrator(system));
  const companyIds: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    companyIds.push(await found(new ApiClient(url, token), number));
  }
  const keepers: Keeper[] = [];
  for (const companyId of companyIds) {
    // The token for the company before ends with that.
    const { body } = await new ApiClient(url, token).postUnkeyed('/auth/company', { companyId });
    token = String(body['accessToken']);
    keepers.push(await engage(system, new ApiClient(url, token), companyId));
  }
  return keepers;
};
