import { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { AccountType, NormalBalance } from '../../domain/account/events';
import { publication, type LedgerFacts } from './publication';

export const accountTypeNames: Readonly<Record<AccountType, v1.AccountTypeJson>> = {
  asset: 'ACCOUNT_TYPE_ASSET',
  contra_asset: 'ACCOUNT_TYPE_CONTRA_ASSET',
  liability: 'ACCOUNT_TYPE_LIABILITY',
  contra_liability: 'ACCOUNT_TYPE_CONTRA_LIABILITY',
  equity: 'ACCOUNT_TYPE_EQUITY',
  contra_equity: 'ACCOUNT_TYPE_CONTRA_EQUITY',
  income: 'ACCOUNT_TYPE_INCOME',
  contra_income: 'ACCOUNT_TYPE_CONTRA_INCOME',
  expense: 'ACCOUNT_TYPE_EXPENSE',
  contra_expense: 'ACCOUNT_TYPE_CONTRA_EXPENSE',
};

const normalBalanceNames: Readonly<Record<NormalBalance, v1.NormalBalanceJson>> = {
  debit: 'NORMAL_BALANCE_DEBIT',
  credit: 'NORMAL_BALANCE_CREDIT',
  both: 'NORMAL_BALANCE_BOTH',
};

const classificationOf = (data: LedgerFacts['AccountClassified']): v1.AccountClassifiedJson => ({
  accountId: data.accountId,
  isMonetary: data.isMonetary,
  ...(data.currency !== null && { currency: data.currency }),
  ...(data.ifrsLine !== null && { ifrsLine: data.ifrsLine }),
  metadata: { ...data.metadata },
});

const createdOf = (data: LedgerFacts['AccountCreated']): v1.AccountCreatedJson => ({
  ...classificationOf(data),
  code: data.code,
  nameEnglish: data.nameEnglish,
  nameGeorgian: data.nameGeorgian,
  type: accountTypeNames[data.type],
  normalBalance: normalBalanceNames[data.normalBalance],
  ...(data.parentAccountId !== null && { parentAccountId: data.parentAccountId }),
  isPostable: data.isPostable,
});

export const accountPublications = {
  AccountCreated: publication('account', v1.AccountCreatedSchema, createdOf),
  AccountRenamed: publication(
    'account',
    v1.AccountRenamedSchema,
    ({ accountId, nameEnglish, nameGeorgian }: LedgerFacts['AccountRenamed']) => ({
      accountId,
      nameEnglish,
      nameGeorgian,
    }),
  ),
  AccountMoved: publication(
    'account',
    v1.AccountMovedSchema,
    ({ accountId, parentAccountId }: LedgerFacts['AccountMoved']) => ({
      accountId,
      ...(parentAccountId !== null && { parentAccountId }),
    }),
  ),
  AccountClassified: publication('account', v1.AccountClassifiedSchema, classificationOf),
  AccountDeactivated: publication(
    'account',
    v1.AccountDeactivatedSchema,
    ({ accountId }: LedgerFacts['AccountDeactivated']) => ({ accountId }),
  ),
  AccountReactivated: publication(
    'account',
    v1.AccountReactivatedSchema,
    ({ accountId }: LedgerFacts['AccountReactivated']) => ({ accountId }),
  ),
};
