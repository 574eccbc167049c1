import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { publication, type LedgerFacts } from './publication';

export const exchangeRatePublications = {
  ExchangeRateRecorded: publication(
    'exchange-rate',
    v1.ExchangeRateRecordedSchema,
    ({ currency, date, rate, source, recordedBy }: LedgerFacts['ExchangeRateRecorded']) => ({
      currency,
      date,
      rate,
      source,
      recordedBy,
    }),
  ),
};

export const ledgerSettingsPublications = {
  LedgerSettingsChanged: publication(
    'ledger-settings',
    v1.LedgerSettingsChangedSchema,
    ({ accounts, fourEyes, changedBy }: LedgerFacts['LedgerSettingsChanged']) => ({
      accounts: {
        conversionDifference: accounts.conversionDifference,
        exchangeGain: accounts.exchangeGain,
        exchangeLoss: accounts.exchangeLoss,
        retainedEarnings: accounts.retainedEarnings,
      },
      fourEyes: fourEyes.required
        ? { required: true }
        : { required: false, reason: fourEyes.reason },
      changedBy,
    }),
  ),
};
