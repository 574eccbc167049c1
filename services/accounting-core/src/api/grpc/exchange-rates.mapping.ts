import type { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { RateReceipt } from '../../application/exchange-rate-use-cases';
import type { ExchangeRateView, Page } from '../../application/ports';
import { exchangeRateOrders } from './enums.mapping';
import { fieldsOf, pageFields, versioned } from './messages.mapping';

export const rateReceipt = (receipt: RateReceipt) => ({ receipt: versioned(receipt) });

export const exchangeRate = (view: ExchangeRateView) => versioned(view);

export const exchangeRatePage = ({ items, next = '' }: Page<ExchangeRateView>) => ({
  exchangeRates: items.map(exchangeRate),
  next,
});

export const rateFilterFields = (request: v1.ListExchangeRatesRequest) => ({
  ...fieldsOf(request),
  ...pageFields(request),
  sort: exchangeRateOrders.toName(request.sort),
});
