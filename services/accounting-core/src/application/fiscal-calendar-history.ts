import type { EventStore } from '@accounting/event-store';
import type { AccountingMonth, CompanyId, Instant } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import {
  periodChangeOf,
  yearChangeOf,
  type FiscalPeriodChange,
  type FiscalYearChange,
} from '../domain/fiscal-history';
import type { FiscalPeriodEvent } from '../domain/fiscal-period/events';
import { evolve, initialState } from '../domain/fiscal-period/state';
import type { FiscalYearEvent } from '../domain/fiscal-year/events';
import { streamOf } from './ledger-commands';

interface Recorded {
  /** Of the month or year after the change. */
  readonly version: number;
  readonly changedAt: Instant;
}

export interface FiscalPeriodHistory {
  readonly period: AccountingMonth;
  /** Earliest first. */
  readonly changes: readonly (FiscalPeriodChange & Recorded)[];
}

export interface FiscalYearHistory {
  readonly year: number;
  /** Earliest first. */
  readonly changes: readonly (FiscalYearChange & Recorded)[];
}

export interface FiscalCalendarHistory {
  periodHistory(
    context: RequestContext,
    input: { readonly period: AccountingMonth },
  ): Promise<Answer<FiscalPeriodHistory>>;
  yearHistory(
    context: RequestContext,
    input: { readonly year: number },
  ): Promise<Answer<FiscalYearHistory>>;
}

/**
 * Who changed a month or a year, when and why. Read from the facts themselves: they are the trace,
 * few in each stream, and the rows of periods and years keep only the last.
 */
export const createFiscalCalendarHistory = ({
  eventStore,
}: {
  readonly eventStore: Pick<EventStore<unknown>, 'readStream'>;
}): FiscalCalendarHistory => {
  const factsOf = async <Fact>(
    companyId: CompanyId,
    streamId: ReturnType<typeof streamOf>,
  ): Promise<readonly { readonly fact: Fact; readonly recorded: Recorded }[]> => {
    const events = await eventStore.readStream(companyId, streamId, 0);
    return events.map((event) => ({
      // Each stream holds the events of the one aggregate it is named after.
      fact: event as Fact,
      recorded: { version: event.streamVersion, changedAt: event.occurredAt },
    }));
  };

  return {
    periodHistory: async ({ companyId }, { period }) => {
      const streamId = streamOf('fiscal-period', period);
      const facts = await factsOf<FiscalPeriodEvent>(companyId, streamId);
      let state = initialState();
      const changes = facts.map(({ fact, recorded }) => {
        const change = periodChangeOf(fact, state);
        state = evolve(state, fact);
        return { ...change, ...recorded };
      });
      return { body: { period, changes } };
    },
    yearHistory: async ({ companyId }, { year }) => {
      const facts = await factsOf<FiscalYearEvent>(companyId, streamOf('fiscal-year', year));
      const changes = facts.map(({ fact, recorded }) => ({ ...yearChangeOf(fact), ...recorded }));
      return { body: { year, changes } };
    },
  };
};
