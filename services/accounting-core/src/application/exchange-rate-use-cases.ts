import type { LoadedAggregate } from '@accounting/event-store';
import {
  reject,
  type AccountingDate,
  type Currency,
  type ErrorDefinition,
} from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import { exchangeRateDecider } from '../domain/exchange-rate/decide';
import type { ExchangeRateRecord } from '../domain/exchange-rate/state';
import { streamOf, type LedgerCommands } from './ledger-commands';
import type {
  ExchangeRateFilter,
  ExchangeRates,
  ExchangeRateView,
  Page,
  PageRequest,
} from './ports';

export interface RateReceipt {
  readonly currency: string;
  readonly date: string;
  readonly rate: string;
  readonly version: number;
}

interface RateKey {
  readonly currency: Currency;
  readonly date: AccountingDate;
}

export interface RateInput extends RateKey {
  readonly rate: string;
  readonly quantity?: number | undefined;
  readonly source: string;
}

export interface ExchangeRateUseCases {
  /** Recording what is known already changes nothing. */
  record(context: RequestContext, input: RateInput): Promise<Answer<RateReceipt>>;
  /** The rate that applies on a day: its own, or the latest earlier one. */
  find(context: RequestContext, input: RateKey): Promise<Answer<ExchangeRateView>>;
  list(
    context: RequestContext,
    query: ExchangeRateFilter & PageRequest,
  ): Promise<Answer<Page<ExchangeRateView>>>;
}

const rateUnknown: ErrorDefinition = {
  code: 'accounting-core.exchange_rate_not_found',
  kind: 'not_found',
  message: 'No exchange rate of this currency is recorded on or before this day.',
};

export const createExchangeRateUseCases = ({
  commands,
  exchangeRates,
}: {
  readonly commands: LedgerCommands;
  readonly exchangeRates: ExchangeRates;
}): ExchangeRateUseCases => ({
  record: (context, input) =>
    commands.run(context, {
      aggregate: exchangeRateDecider,
      streams: [{ streamId: streamOf('exchange-rate', `${input.currency}-${input.date}`) }],
      decide: ([loaded]) => {
        const { state } = loaded as LoadedAggregate<ExchangeRateRecord>;
        const events = exchangeRateDecider.decide(
          { type: 'RecordExchangeRate', data: input, metadata: metadataOf(context) },
          state,
        );
        const after = events.reduce(exchangeRateDecider.evolve, state);
        const rate = after.status === 'known' ? after.rate : input.rate;
        const { currency, date } = input;
        return {
          events: [events],
          body: ([version = 0]) => ({ currency, date, rate, version }),
        };
      },
    }),
  find: async ({ companyId }, { currency, date }) => {
    const found = await exchangeRates.findOnOrBefore(companyId, currency, date);
    if (found === undefined) throw reject(rateUnknown, { currency, date });
    return { body: found, version: found.version };
  },
  list: async ({ companyId }, { limit, after, ...filter }) => ({
    body: await exchangeRates.list(companyId, filter, { limit, after }),
  }),
});
