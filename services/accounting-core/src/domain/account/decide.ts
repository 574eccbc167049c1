import { Currency, exhaustive, reject, type Decider } from '@accounting/kernel';
import {
  activeChildren,
  mayStandBelow,
  standsAtOrBelow,
  usualNormalBalance,
} from '../account-hierarchy';
import type { LedgerReference } from '../ledger-reference';
import {
  classificationOf,
  isSameClassification,
  reportClassification,
  reportCode,
  reportNames,
  reportSide,
} from '../account-details';
import { ViolationList } from '../violation-list';
import type { AccountId } from './account-id';
import type {
  AccountCommand,
  ClassifyAccount,
  CreateAccount,
  DeactivateAccount,
  MoveAccount,
  ReactivateAccount,
  RenameAccount,
} from './commands';
import { errors } from './errors';
import type { AccountEvent, AccountType } from './events';
import { evolve, initialState, type Account } from './state';

const decide = (command: AccountCommand, account: Account): readonly AccountEvent[] => {
  switch (command.type) {
    case 'CreateAccount':
      return createAccount(command, account);
    case 'RenameAccount':
      return renameAccount(command, account);
    case 'MoveAccount':
      return moveAccount(command, account);
    case 'ClassifyAccount':
      return classifyAccount(command, account);
    case 'DeactivateAccount':
      return deactivateAccount(command, account);
    case 'ReactivateAccount':
      return reactivateAccount(command, account);
    default:
      return exhaustive(command);
  }
};

export const accountDecider: Decider<AccountCommand, AccountEvent, Account> = {
  initialState,
  decide,
  evolve,
};

type Known = Exclude<Account, { status: 'absent' }>;
type Active = Account & { status: 'active' };

const requireKnown = (account: Account): Known => {
  if (account.status === 'absent') throw reject(errors.notFound);
  return account;
};

const requireActive = (account: Account): Active => {
  const known = requireKnown(account);
  if (known.status === 'inactive') throw reject(errors.inactive, { code: known.code });
  return known;
};

const createAccount = ({ data, ledger }: CreateAccount, account: Account): AccountEvent[] => {
  const normalBalance = data.normalBalance ?? usualNormalBalance(data.type);
  const violations = new ViolationList();
  reportCode(data.code, violations);
  reportNames(data, violations);
  reportSide({ type: data.type, normalBalance }, violations);
  reportClassification(data, violations);
  violations.throwIfAny(errors.inputInvalid);
  if (account.status !== 'absent') throw reject(errors.alreadyExists, { code: account.code });
  if (ledger.accountByCode(data.code) !== undefined) {
    throw reject(
      errors.codeTaken,
      { field: 'code', accountCode: data.code },
      `Another account of the company has the code ${data.code}.`,
    );
  }
  requireParent(ledger, data.parentAccountId, data);
  const { accountId, code, nameEnglish, nameGeorgian, type, parentAccountId, isPostable } = data;
  const named = { accountId, code, nameEnglish, nameGeorgian };
  const placed = { type, normalBalance, parentAccountId, isPostable };
  return [{ type: 'AccountCreated', data: { ...named, ...placed, ...classificationOf(data) } }];
};

const renameAccount = ({ data }: RenameAccount, account: Account): AccountEvent[] => {
  const violations = new ViolationList();
  reportNames(data, violations);
  violations.throwIfAny(errors.inputInvalid);
  const { nameEnglish, nameGeorgian } = requireActive(account);
  if (nameEnglish === data.nameEnglish && nameGeorgian === data.nameGeorgian) return [];
  const { accountId } = data;
  return [
    {
      type: 'AccountRenamed',
      data: { accountId, nameEnglish: data.nameEnglish, nameGeorgian: data.nameGeorgian },
    },
  ];
};

const moveAccount = ({ data, ledger }: MoveAccount, account: Account): AccountEvent[] => {
  const { parentAccountId, type } = requireActive(account);
  if (parentAccountId === data.parentAccountId) return [];
  requireParent(ledger, data.parentAccountId, { accountId: data.accountId, type });
  const { accountId } = data;
  return [{ type: 'AccountMoved', data: { accountId, parentAccountId: data.parentAccountId } }];
};

const requireParent = (
  ledger: LedgerReference,
  parentAccountId: AccountId | null,
  { accountId, type }: { readonly accountId: AccountId; readonly type: AccountType },
): void => {
  if (parentAccountId === null) return;
  const field = 'parentAccountId';
  const parent = ledger.accountById(parentAccountId);
  if (parent === undefined) throw reject(errors.parentUnknown, { field, parentAccountId });
  const details = { field, parentCode: parent.code };
  if (!parent.isActive) throw reject(errors.parentInactive, details);
  if (standsAtOrBelow(ledger, parentAccountId, accountId)) {
    throw reject(errors.parentIsDescendant, details);
  }
  if (!mayStandBelow(parent, type)) {
    throw reject(errors.parentOfOtherElement, { ...details, parentType: parent.type, type });
  }
};

const classifyAccount = ({ data, ledger }: ClassifyAccount, account: Account): AccountEvent[] => {
  const violations = new ViolationList();
  reportClassification(data, violations);
  violations.throwIfAny(errors.inputInvalid);
  const active = requireActive(account);
  const classification = classificationOf(data);
  if (isSameClassification(active, classification)) return [];
  requireCurrencyRestriction(data, ledger);
  return [{ type: 'AccountClassified', data: { accountId: data.accountId, ...classification } }];
};

/** A restriction must be true of what the account holds, and of what the ledger posts to it. */
const requireCurrencyRestriction = (
  { accountId, currency, currenciesWithBalance }: ClassifyAccount['data'],
  ledger: LedgerReference,
): void => {
  if (currency === null) return;
  const field = 'currency';
  const others = currenciesWithBalance.filter((held) => held !== currency);
  if (others.length > 0) throw reject(errors.currencyInUse, { field, currencies: others });
  if (currency !== Currency.GEL && isUsedBySettings(ledger, accountId)) {
    throw reject(
      errors.usedBySettings,
      { field },
      'The ledger posts to this account in GEL by itself; choose another in the settings first.',
    );
  }
};

const isUsedBySettings = (ledger: LedgerReference, accountId: AccountId): boolean =>
  Object.values(ledger.ledgerAccounts ?? {}).includes(accountId);

const deactivateAccount = (
  { data, ledger }: DeactivateAccount,
  account: Account,
): AccountEvent[] => {
  const { accountId, code } = requireActive(account);
  if (data.hasBalance) throw reject(errors.hasBalance, { code });
  const children = activeChildren(ledger, accountId);
  if (children.length > 0) {
    const codes = children.slice(0, childCodesShownMax).map((child) => child.code);
    throw reject(errors.hasActiveChildren, { code, children: codes });
  }
  if (isUsedBySettings(ledger, accountId)) throw reject(errors.usedBySettings, { code });
  return [{ type: 'AccountDeactivated', data: { accountId } }];
};

const childCodesShownMax = 20;

const reactivateAccount = ({ ledger }: ReactivateAccount, account: Account): AccountEvent[] => {
  const known = requireKnown(account);
  const { accountId, parentAccountId } = known;
  if (known.status === 'active') throw reject(errors.alreadyActive, { code: known.code });
  const parent = parentAccountId === null ? undefined : ledger.accountById(parentAccountId);
  if (parent?.isActive === false) throw reject(errors.parentInactive, { parentCode: parent.code });
  return [{ type: 'AccountReactivated', data: { accountId } }];
};
