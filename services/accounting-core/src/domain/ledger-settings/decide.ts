import { Currency, reject, type Decider } from '@accounting/kernel';
import { elementOf, isProfitOrLoss } from '../account-hierarchy';
import { postingObstacle } from '../account-usability';
import type { AccountId } from '../account/account-id';
import type { LedgerReference } from '../ledger-reference';
import { isPrintableText, textLengthMax } from '../printable-text';
import { ViolationList } from '../violation-list';
import type { LedgerSettingsCommand } from './commands';
import { errors } from './errors';
import type { FourEyesPolicy, LedgerAccounts, LedgerSettingsEvent } from './events';
import { evolve, initialState, type LedgerSettings } from './state';

/** Changing the settings to what they are is recorded too: it confirms a waiver of four eyes. */
const decide = (
  { data, ledger, metadata }: LedgerSettingsCommand,
  _settings: LedgerSettings,
): readonly LedgerSettingsEvent[] => {
  const { fourEyes } = data;
  if (!fourEyes.required && !isPrintableText(fourEyes.reason, textLengthMax.reason)) {
    throw reject(errors.waiverReasonInvalid, { field: 'fourEyes.reason' });
  }
  const violations = new ViolationList();
  for (const role of ledgerAccountRoles) {
    reportAccount({ role, accountId: data.accounts[role] }, ledger, violations);
  }
  violations.throwIfAny(errors.accountsInvalid);
  return [
    {
      type: 'LedgerSettingsChanged',
      data: {
        accounts: accountsOf(data.accounts),
        fourEyes: policyOf(fourEyes),
        changedBy: metadata.actorId,
      },
    },
  ];
};

export const ledgerSettingsDecider: Decider<
  LedgerSettingsCommand,
  LedgerSettingsEvent,
  LedgerSettings
> = { initialState, decide, evolve };

const ledgerAccountRoles = [
  'conversionDifference',
  'exchangeGain',
  'exchangeLoss',
  'retainedEarnings',
] as const satisfies readonly (keyof LedgerAccounts)[];

/** One account may take gains and losses alike: some companies keep both on 8220. */
const reportAccount = (
  { role, accountId }: { readonly role: keyof LedgerAccounts; readonly accountId: AccountId },
  ledger: LedgerReference,
  violations: ViolationList,
): void => {
  const field = `accounts.${role}`;
  const account = ledger.accountById(accountId);
  if (account === undefined) {
    violations.add(field, errors.accountUnknown);
    return;
  }
  const obstacle = postingObstacle(account, Currency.GEL);
  if (obstacle !== undefined) violations.add(field, obstacle.error, obstacle.message);
  const isSuitable =
    role === 'retainedEarnings'
      ? elementOf(account.type) === 'equity'
      : isProfitOrLoss(account.type);
  if (!isSuitable) violations.add(field, errors.accountUnsuitable);
};

const accountsOf = ({
  conversionDifference,
  exchangeGain,
  exchangeLoss,
  retainedEarnings,
}: LedgerAccounts): LedgerAccounts => ({
  conversionDifference,
  exchangeGain,
  exchangeLoss,
  retainedEarnings,
});

const policyOf = (policy: FourEyesPolicy): FourEyesPolicy =>
  policy.required ? { required: true } : { required: false, reason: policy.reason };
