import { invariant, reject, type CommandMetadata } from '@accounting/kernel';
import type { AccountId } from '../account/account-id';
import type { AccountCreated } from '../account/events';
import { defineError } from '../error-definition';
import type { LedgerReference } from '../ledger-reference';
import type { LedgerAccounts, LedgerSettingsChanged } from '../ledger-settings/events';
import { georgianChart, georgianLedgerAccountCodes } from './georgian-chart';

const chartAlreadyAdopted = defineError(
  'chart_already_adopted',
  'failed_precondition',
  'The company has accounts already; a chart is adopted by a new company only.',
);

export interface ChartAdoption {
  /** One for the stream of each account, parents before their children. */
  readonly accounts: readonly AccountCreated[];
  readonly settings: LedgerSettingsChanged;
}

export interface AdoptGeorgianChart {
  readonly metadata: CommandMetadata;
  readonly ledger: LedgerReference;
  /** The identity for the account of a code; asked once for each. */
  readonly accountIdOf: (code: string) => AccountId;
}

/** Gives a new company the Georgian chart, and settings with four eyes required. */
export const adoptGeorgianChart = ({
  metadata,
  ledger,
  accountIdOf,
}: AdoptGeorgianChart): ChartAdoption => {
  for (const account of ledger.accounts()) {
    throw reject(chartAlreadyAdopted, { accountCode: account.code });
  }
  const ids = new Map(georgianChart.map(({ code }) => [code, accountIdOf(code)]));
  const idOf = (code: string): AccountId => {
    const id = ids.get(code);
    invariant(id !== undefined, `the chart has an account ${code}`);
    return id;
  };
  return {
    accounts: georgianChart.map(({ parentCode, ...account }) => ({
      type: 'AccountCreated',
      data: {
        ...account,
        accountId: idOf(account.code),
        parentAccountId: parentCode === null ? null : idOf(parentCode),
        metadata: {},
      },
    })),
    settings: {
      type: 'LedgerSettingsChanged',
      data: {
        accounts: ledgerAccounts(idOf),
        fourEyes: { required: true },
        changedBy: metadata.actorId,
      },
    },
  };
};

const ledgerAccounts = (idOf: (code: string) => AccountId): LedgerAccounts => ({
  conversionDifference: idOf(georgianLedgerAccountCodes.conversionDifference),
  exchangeGain: idOf(georgianLedgerAccountCodes.exchangeGain),
  exchangeLoss: idOf(georgianLedgerAccountCodes.exchangeLoss),
  retainedEarnings: idOf(georgianLedgerAccountCodes.retainedEarnings),
});
