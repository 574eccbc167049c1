import type { LoadedAggregate } from '@accounting/event-store';
import type { AccountingMonth } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import type { FiscalPeriodCommand } from '../domain/fiscal-period/commands';
import { fiscalPeriodDecider } from '../domain/fiscal-period/decide';
import type { FiscalPeriodStatus } from '../domain/fiscal-period/events';
import type { FiscalPeriod } from '../domain/fiscal-period/state';
import { metadataOf, streamOf, type LedgerCommands } from './ledger-commands';
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
    command: FiscalPeriodCommand,
  ): Promise<Answer<PeriodReceipt>> =>
    commands.run(context, {
      aggregate: fiscalPeriodDecider,
      streams: [{ streamId: streamOf('fiscal-period', command.data.period) }],
      decide: ([loaded]) => {
        const { state } = loaded as LoadedAggregate<FiscalPeriod>;
        const events = fiscalPeriodDecider.decide(command, state);
        const { status } = events.reduce(fiscalPeriodDecider.evolve, state);
        return {
          events: [events],
          changesReference: true,
          body: ([version = 0]) => ({ period: command.data.period, status, version }),
        };
      },
    });

  return {
    list: async ({ companyId }, { year }) => ({
      body: { year, periods: await periods.ofYear(companyId, year) },
    }),
    close: (context, data) =>
      write(context, { type: 'CloseFiscalPeriod', data, metadata: metadataOf(context) }),
    lock: (context, data) =>
      write(context, { type: 'LockFiscalPeriod', data, metadata: metadataOf(context) }),
    reopen: (context, data) =>
      write(context, { type: 'ReopenFiscalPeriod', data, metadata: metadataOf(context) }),
  };
};
