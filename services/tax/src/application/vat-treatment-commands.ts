import type { Transaction } from '@accounting/database';
import type { EventStore, StreamId } from '@accounting/event-store';
import {
  invariant,
  reject,
  type AccountingMonth,
  type CompanyId,
  type NewUuid,
  type Uuid,
} from '@accounting/kernel';
import { metadataOf, runCommand, type Answer, type RequestContext } from '@accounting/service-host';
import type { TaxLaw } from '../domain/tax-law';
import { vatTreatmentDecider } from '../domain/vat-treatment/decide';
import { vatTreatmentErrors } from '../domain/vat-treatment/errors';

/** Turnover that was posted without VAT. */
export interface UntaxedTurnover {
  /** The month of each of these transactions that has any, and takes no other one back. */
  monthsOf(
    companyId: CompanyId,
    transactionIds: readonly Uuid[],
  ): Promise<ReadonlyMap<Uuid, AccountingMonth>>;
}

/** What was said, and of how many transactions something else was known before. */
export interface TreatmentReceipt {
  readonly line: string;
  readonly changed: number;
}

/** Saying how turnover is taxed that was posted without VAT. */
export interface VatTreatmentCommands {
  assign(
    context: RequestContext,
    input: { readonly line: string; readonly transactionIds: readonly Uuid[] },
  ): Promise<Answer<TreatmentReceipt>>;
}

interface Dependencies {
  readonly eventStore: EventStore<Transaction>;
  readonly newUuid: NewUuid;
  readonly law: Pick<TaxLaw, 'vatReturnForms'>;
  readonly turnover: UntaxedTurnover;
}

const streamOf = (transactionId: Uuid): StreamId => `vat-treatment-${transactionId}`;

const monthsOf = async (
  { turnover }: Dependencies,
  companyId: CompanyId,
  transactionIds: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, AccountingMonth>> => {
  const months = await turnover.monthsOf(companyId, transactionIds);
  const unknown = transactionIds.filter((id) => !months.has(id));
  if (unknown.length > 0) {
    throw reject(vatTreatmentErrors.nothingUnclassified, { transactionIds: unknown });
  }
  return months;
};

/** The commands on the parts given. */
export const createVatTreatmentCommands = (dependencies: Dependencies): VatTreatmentCommands => ({
  assign: async (context, { line, transactionIds }) => {
    const ids = [...new Set(transactionIds)].sort();
    return runCommand(dependencies, context, {
      aggregate: vatTreatmentDecider,
      streams: ids.map((id) => ({ streamId: streamOf(id) })),
      decide: async (loaded) => {
        const months = await monthsOf(dependencies, context.companyId, ids);
        const events = ids.map((transactionId, index) => {
          const period = months.get(transactionId);
          const state = loaded[index]?.state;
          invariant(period !== undefined && state !== undefined, 'every transaction was found');
          return vatTreatmentDecider.decide(
            {
              type: 'AssignVatTreatment',
              data: { transactionId, line },
              ...{ period, form: dependencies.law.vatReturnForms.of(period) },
              metadata: metadataOf(context),
            },
            state,
          );
        });
        return { events, answer: () => ({ line, changed: events.flat().length }) };
      },
    });
  },
});
