import {
  cutPage,
  keyPatterns,
  sortedBy,
  type Database,
  type KeysetOrder,
} from '@accounting/database';
import { Instant, type Currency } from '@accounting/kernel';
import type { AccountFilter, Accounts, AccountView } from '../application/ports';
import type { AccountId } from '../domain/account/account-id';
import type { AccountType, NormalBalance } from '../domain/account/events';
import type { Prisma } from '../generated/prisma/client';
import type { AccountModel } from '../generated/prisma/models';
import { afterKey, orderBy, type KeyOrder } from './keyset-order.prisma';
import { keyAfter } from './keyset-page';
import { literalPattern } from './like-pattern';
import type { PlainTableReader } from './plain-tables.prisma';

const toView = (row: AccountModel): AccountView => ({
  accountId: row.accountId as AccountId,
  code: row.code,
  nameEnglish: row.nameEnglish,
  nameGeorgian: row.nameGeorgian,
  type: row.type as AccountType,
  normalBalance: row.normalBalance as NormalBalance,
  parentAccountId: row.parentAccountId as AccountId | null,
  isPostable: row.isPostable,
  isMonetary: row.isMonetary,
  currency: row.currency as Currency | null,
  ifrsLine: row.ifrsLine,
  metadata: row.metadata as Readonly<Record<string, string>>,
  isActive: row.isActive,
  version: row.version,
  createdAt: Instant.ofDate(row.createdAt),
  updatedAt: Instant.ofDate(row.updatedAt),
});

const sortColumns = {
  code: 'code',
  '-code': 'code',
  name_georgian: 'nameGeorgian',
  '-name_georgian': 'nameGeorgian',
  name_english: 'nameEnglish',
  '-name_english': 'nameEnglish',
} as const satisfies Record<AccountFilter['sort'], keyof AccountModel>;

type SortColumn = (typeof sortColumns)[AccountFilter['sort']] | 'accountId';

/** The id comes last and runs the same way, so that an index serves both directions. */
const stepsOf = (sort: AccountFilter['sort']): KeyOrder<SortColumn> => {
  const direction = sortedBy(sort).direction === 'ASC' ? 'asc' : 'desc';
  return [
    { column: sortColumns[sort], direction },
    { column: 'accountId', direction },
  ];
};

const orderOf = (sort: AccountFilter['sort']): KeysetOrder => ({
  name: `accounts ${sort}`,
  parts: [keyPatterns.text, keyPatterns.uuid],
});

const conditions = (
  filter: AccountFilter,
  key: readonly string[] | undefined,
): Prisma.AccountWhereInput[] => {
  const search = filter.search && {
    contains: literalPattern(filter.search),
    mode: 'insensitive' as const,
  };
  return [
    ...(search
      ? [{ OR: [{ nameGeorgian: search }, { nameEnglish: search }, { code: search }] }]
      : []),
    ...afterKey(stepsOf(filter.sort), key),
  ];
};

const whereOf = (filter: AccountFilter): Prisma.AccountWhereInput => {
  const { type, parentAccountId, isActive, isPostable, codePrefix } = filter;
  return {
    ...(type !== undefined && { type }),
    ...(parentAccountId !== undefined && { parentAccountId }),
    ...(isActive !== undefined && { isActive }),
    ...(isPostable !== undefined && { isPostable }),
    ...(codePrefix !== undefined && { code: { startsWith: literalPattern(codePrefix) } }),
  };
};

const findSql = `
  SELECT account_id AS "accountId", code, name_english AS "nameEnglish",
    name_georgian AS "nameGeorgian", type, normal_balance AS "normalBalance",
    parent_account_id AS "parentAccountId", is_postable AS "isPostable",
    is_monetary AS "isMonetary", currency, ifrs_line AS "ifrsLine", metadata,
    is_active AS "isActive", version, created_at AS "createdAt", updated_at AS "updatedAt"
  FROM ledger.accounts WHERE company_id = $1 AND account_id = $2`;

export const createAccounts = (
  plainTables: PlainTableReader,
  database: Pick<Database, 'read'>,
): Accounts => ({
  // Asked the most often; prepared, which Prisma's statements are not.
  find: (companyId, accountId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<AccountView>({
        name: 'ledger_find_account',
        text: findSql,
        values: [companyId, accountId],
      });
      return rows[0];
    }),

  names: (companyId) =>
    plainTables.read(companyId, async (tables) => {
      const rows = await tables.account.findMany({
        where: { companyId },
        select: { accountId: true, nameEnglish: true, nameGeorgian: true },
      });
      return new Map(rows.map(({ accountId, ...names }) => [accountId as AccountId, names]));
    }),

  list: (companyId, filter, page) =>
    plainTables.read(companyId, async (tables) => {
      const order = orderOf(filter.sort);
      const column = sortColumns[filter.sort];
      const rows = await tables.account.findMany({
        where: { companyId, ...whereOf(filter), AND: conditions(filter, keyAfter(order, page)) },
        orderBy: orderBy(stepsOf(filter.sort)),
        take: page.limit + 1,
      });
      return cutPage(rows, page, {
        order,
        keyOf: (row) => [row[column], row.accountId],
        toItem: toView,
      });
    }),
});
