import { invariant, type NewUuid } from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import { eventList } from '@accounting/event-store';
import type { AccountId } from '../domain/account/account-id';
import { adoptGeorgianChart } from '../domain/chart-of-accounts/adopt-georgian-chart';
import { georgianChart } from '../domain/chart-of-accounts/georgian-chart';
import type { LedgerAccounts } from '../domain/ledger-settings/events';
import { streamOf, type LedgerCommands } from './ledger-commands';
import { ledgerSettingsStream } from './ledger-settings-use-cases';

export interface AdoptedChart {
  readonly accountCount: number;
  readonly ledgerAccounts: LedgerAccounts;
}

export interface ChartAdoptionUseCases {
  /** Gives a company without accounts the Georgian chart and settings, in one commit. */
  adoptChart(context: RequestContext): Promise<Answer<AdoptedChart>>;
}

export const createChartAdoption = ({
  commands,
  newUuid,
}: {
  readonly commands: LedgerCommands;
  readonly newUuid: NewUuid;
}): ChartAdoptionUseCases => ({
  adoptChart: (context) => {
    const ids = new Map(georgianChart.map(({ code }) => [code, newUuid() as AccountId]));
    const accountIdOf = (code: string): AccountId => {
      const accountId = ids.get(code);
      invariant(accountId !== undefined, 'every code of the chart was given an identity');
      return accountId;
    };
    return commands.run(context, {
      aggregate: eventList,
      streams: [
        { streamId: ledgerSettingsStream },
        ...[...ids.values()].map((accountId) => ({
          streamId: streamOf('account', accountId),
          isNew: true,
        })),
      ],
      decide: (_loaded, ledger) => {
        const { accounts, settings } = adoptGeorgianChart({
          metadata: metadataOf(context),
          ledger,
          accountIdOf,
        });
        return {
          // The chart lists its accounts in the order in which the identities were made.
          events: [[settings], ...accounts.map((account) => [account])],
          changesReference: true,
          body: () => ({
            accountCount: accounts.length,
            ledgerAccounts: settings.data.accounts,
          }),
        };
      },
    });
  },
});
