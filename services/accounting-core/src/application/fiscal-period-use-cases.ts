import type { LoadedAggregate } from '@accounting/event-store';
import type { AccountingMonth } from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import type { FiscalPeriodCommand } from '../domain/fiscal-period/commands';
import { fiscalPeriodDecider } from '../domain/fiscal-period/decide';
import type { FiscalPeriodStatus } from '../domain/fiscal-period/events';
import type { FiscalPeriod } from '../domain/fiscal-period/state';
import type { LedgerReference } from '../domain/ledger-reference';
import { streamOf, type LedgerCommands } from './ledger-commands';
import type { FiscalPeriods, FiscalPeriodView } from './ports';

export interface PeriodReceipt {
  readonly period: string;
  readonly status: FiscalPeriodStatus;
  readonly version: number;
}

interface Subject {
  readonly period: AccountingMonth;
}

export interface FiscalPeriodUseCases {
  list(
    context: RequestContext,
    query: { readonly year: number },
  ): Promise<Answer<{ readonly year: number; readonly periods: readonly FiscalPeriodView[] }>>;
  close(context: RequestContext, input: Subject): Promise<Answer<PeriodReceipt>>;
  lock(context: RequestContext, input: Subject): Promise<Answer<PeriodReceipt>>;
  unlock(
    context: RequestContext,
    input: Subject & { readonly reason: string },
  ): Promise<Answer<PeriodReceipt>>;
  reopen(
    context: RequestContext,
    input: Subject & { readonly reason: string },
  ): Promise<Answer<PeriodReceipt>>;
}

export const createFiscalPeriodUseCases = ({
  commands,
  periods,
}: {
  readonly commands: LedgerCommands;
  readonly periods: FiscalPeriods;
}): FiscalPeriodUseCases => {
  const write = (
    context: RequestContext,
    { period }: Subject,
    commandOn: (ledger: LedgerReference) => FiscalPeriodCommand,
  ): Promise<Answer<PeriodReceipt>> =>
    commands.run(context, {
      aggregate: fiscalPeriodDecider,
      streams: [{ streamId: streamOf('fiscal-period', period) }],
      decide: ([loaded], ledger) => {
        const { state } = loaded as LoadedAggregate<FiscalPeriod>;
        const events = fiscalPeriodDecider.decide(commandOn(ledger), state);
        const { status } = events.reduce(fiscalPeriodDecider.evolve, state);
        return {
          events: [events],
          changesReference: true,
          body: ([version = 0]) => ({ period, status, version }),
        };
      },
    });

  return {
    list: async ({ companyId }, { year }) => ({
      body: { year, periods: await periods.ofYear(companyId, year) },
    }),
    close: (context, data) =>
      write(context, data, () => ({
        type: 'CloseFiscalPeriod',
        data,
        metadata: metadataOf(context),
      })),
    lock: (context, data) =>
      write(context, data, () => ({
        type: 'LockFiscalPeriod',
        data,
        metadata: metadataOf(context),
      })),
    unlock: (context, data) =>
      write(context, data, (ledger) => ({
        type: 'UnlockFiscalPeriod',
        data,
        metadata: metadataOf(context),
        ledger,
      })),
    reopen: (context, data) =>
      write(context, data, () => ({
        type: 'ReopenFiscalPeriod',
        data,
        metadata: metadataOf(context),
      })),
  };
};
