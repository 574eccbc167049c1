import type { Transaction } from '@accounting/database';
import {
  eventStoreErrors,
  type CommitUnit,
  type EventStore,
  type InlineProjection,
} from '@accounting/event-store';
import {
  reject,
  type AccountingDate,
  type CompanyId,
  type Currency,
  type NewUuid,
} from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import type { Readable } from 'node:stream';
import { exchangeRateDecider } from '../domain/exchange-rate/decide';
import type { ExchangeRateRecord } from '../domain/exchange-rate/state';
import { streamOf } from './ledger-commands';
import { isLostRace } from './lost-race';
import { readRates, type RateInFile } from './rate-rows';

export interface RateImportReceipt {
  /** Rates in the file; each is recorded now, or was known already. */
  readonly rates: number;
}

export interface RateImportUseCases {
  /**
   * Records the rates of a CSV with the columns currency, date, rate, quantity and source, all in
   * one transaction: nothing is recorded unless every row is good and all of them are. Sending a
   * file again changes nothing.
   */
  importCsv(context: RequestContext, stream: Readable): Promise<Answer<RateImportReceipt>>;
}

/** The rate that a day itself has, and how often it was recorded. */
export interface RecordedRate {
  readonly currency: Currency;
  readonly date: AccountingDate;
  readonly rate: string;
  readonly source: string;
  readonly version: number;
}

export interface RecordedRates {
  /** What is recorded of these days; those without a rate of their own are left out. */
  ofDays(
    companyId: CompanyId,
    days: readonly Pick<RecordedRate, 'currency' | 'date'>[],
  ): Promise<readonly RecordedRate[]>;
}

export interface RateImportDependencies {
  readonly eventStore: Pick<EventStore<Transaction>, 'commitInParts'>;
  readonly recordedRates: RecordedRates;
  /** Writes the rows that follow from rates recorded. */
  readonly writeRates: InlineProjection<Transaction>;
  readonly newUuid: NewUuid;
}

export const createRateImport = (dependencies: RateImportDependencies): RateImportUseCases => ({
  importCsv: async (context, stream) => {
    const rates = [...(await readRates(context, stream))].sort(inOrder);
    await recordTogether(context, rates, dependencies);
    return { body: { rates: rates.length } };
  },
});

/** Of two files with the same rates, both lock them in this order: neither waits for the other. */
const inOrder = (one: RateInFile, other: RateInFile): number =>
  streamIdOf(one) < streamIdOf(other) ? -1 : 1;

const streamIdOf = ({ currency, date }: Pick<RateInFile, 'currency' | 'date'>) =>
  streamOf('exchange-rate', `${currency}-${date}`);

/** Somebody else recorded one of the rates a moment ago, so all are compared again. */
const attemptsMax = 4;

/** Thrown inside the transaction to undo it. */
const rateMoved = new Error('a rate of the file was recorded by somebody else meanwhile');

/**
 * The version of the ledger is not required: a rate is decided on nothing but the rate before it,
 * and a file would hold up those who change accounts and periods until it is recorded.
 */
const recordTogether = async (
  context: RequestContext,
  rates: readonly RateInFile[],
  dependencies: RateImportDependencies,
): Promise<void> => {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const units = await unitsOf(context, rates, dependencies);
    if (units.length === 0) return;
    try {
      await recordInParts(context.companyId, units, dependencies);
      return;
    } catch (error) {
      if (error !== rateMoved && !isLostRace(error)) throw error;
    }
  }
  throw reject(eventStoreErrors.contention);
};

/** Compared and recorded at a time; between them other requests have their turn. */
const atATime = 1_000;

const recordInParts = (
  companyId: CompanyId,
  units: readonly CommitUnit[],
  { eventStore, writeRates }: RateImportDependencies,
): Promise<void> =>
  eventStore.commitInParts(companyId, async ({ record }) => {
    for (let begin = 0; begin < units.length; begin += atATime) {
      const outcomes = await record(units.slice(begin, begin + atATime), writeRates);
      if (outcomes.some(({ status }) => status !== 'committed')) throw rateMoved;
    }
  });

/** What is to be recorded: of each rate that is new or another than the one before. */
const unitsOf = async (
  context: RequestContext,
  rates: readonly RateInFile[],
  { recordedRates, newUuid }: RateImportDependencies,
): Promise<readonly CommitUnit[]> => {
  const { companyId, actorId, correlationId, now } = context;
  // One object, so that the event store writes it down once.
  const metadata = { actorId, correlationId };
  const units: CommitUnit[] = [];
  for (let begin = 0; begin < rates.length; begin += atATime) {
    const some = rates.slice(begin, begin + atATime);
    const recorded = await recordedRates.ofDays(companyId, some);
    const recordedBy = new Map(recorded.map((rate) => [streamIdOf(rate), rate]));
    for (const rate of some) {
      const streamId = streamIdOf(rate);
      const before = recordedBy.get(streamId);
      const events = exchangeRateDecider
        .decide(
          { type: 'RecordExchangeRate', data: rate, metadata: metadataOf(context) },
          stateOf(before),
        )
        .map(({ type, data }) => ({
          eventId: newUuid(),
          type,
          schemaVersion: 1,
          data,
          occurredAt: now,
          metadata,
        }));
      if (events.length === 0) continue;
      const append = { streamId, expectedVersion: before?.version ?? 0, events };
      units.push({ companyId, appends: [append] });
    }
  }
  return units;
};

const stateOf = (recorded: RecordedRate | undefined): ExchangeRateRecord =>
  recorded === undefined
    ? exchangeRateDecider.initialState()
    : { status: 'known', rate: recorded.rate, source: recorded.source };
