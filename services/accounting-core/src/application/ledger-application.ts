import type { AccountUseCases } from './account-use-cases';
import type { BalanceQueries } from './balance-queries';
import type { ChartAdoptionUseCases } from './chart-adoption';
import type { ExchangeRateUseCases } from './exchange-rate-use-cases';
import type { FiscalCalendarHistory } from './fiscal-calendar-history';
import type { FiscalPeriodUseCases } from './fiscal-period-use-cases';
import type { FiscalYearUseCases } from './fiscal-year-use-cases';
import type { ImportUseCases } from './import-use-cases';
import type { LedgerSettingsUseCases } from './ledger-settings-use-cases';
import type { RateImportUseCases } from './rate-import';
import type { RevaluationUseCases } from './revaluation-use-cases';
import type { TransactionUseCases } from './transaction-use-cases';

/** Everything the ledger can be asked to do, the same over HTTP and gRPC. */
export interface LedgerApplication {
  readonly accounts: AccountUseCases & ChartAdoptionUseCases;
  readonly settings: LedgerSettingsUseCases;
  readonly transactions: TransactionUseCases;
  readonly imports: ImportUseCases;
  readonly fiscalPeriods: FiscalPeriodUseCases & FiscalYearUseCases & FiscalCalendarHistory;
  readonly balances: BalanceQueries & RevaluationUseCases;
  readonly exchangeRates: ExchangeRateUseCases & RateImportUseCases;
}
