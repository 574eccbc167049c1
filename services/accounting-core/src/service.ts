import { defineService, integer, type Host, type SettingsOf } from '@accounting/service-host';
import { join } from 'node:path';
import { accountService } from './api/grpc/accounts.grpc';
import { balanceService } from './api/grpc/balances.grpc';
import { exchangeRateService } from './api/grpc/exchange-rates.grpc';
import { fiscalPeriodService } from './api/grpc/fiscal-periods.grpc';
import { ledgerSettingsService } from './api/grpc/ledger-settings.grpc';
import { transactionService } from './api/grpc/transactions.grpc';
import { accountRoutes } from './api/http/accounts.routes';
import { balanceRoutes } from './api/http/balances.routes';
import { exchangeRateRoutes } from './api/http/exchange-rates.routes';
import { fiscalPeriodRoutes } from './api/http/fiscal-periods.routes';
import { transactionRoutes } from './api/http/transactions.routes';
import { createAccountUseCases } from './application/account-use-cases';
import { createBalanceQueries } from './application/balance-queries';
import { createChartAdoption } from './application/chart-adoption';
import { createExchangeRateUseCases } from './application/exchange-rate-use-cases';
import { createFiscalCalendarHistory } from './application/fiscal-calendar-history';
import { createFiscalPeriodUseCases } from './application/fiscal-period-use-cases';
import { createFiscalYearUseCases } from './application/fiscal-year-use-cases';
import { createImportUseCases } from './application/import-use-cases';
import type { LedgerApplication } from './application/ledger-application';
import { createLedgerCommands } from './application/ledger-commands';
import { createLedgerSettingsUseCases } from './application/ledger-settings-use-cases';
import { createRateImport } from './application/rate-import';
import { createRevaluationUseCases } from './application/revaluation-use-cases';
import { createTransactionUseCases } from './application/transaction-use-cases';
import { createAccountLedgers } from './infrastructure/account-ledgers.postgres';
import { createAccounts } from './infrastructure/accounts.prisma';
import { registerBalanceGauge } from './infrastructure/balance-gauge.prometheus';
import { createBalances } from './infrastructure/balances.postgres';
import { createExchangeRates } from './infrastructure/exchange-rates.prisma';
import { createFiscalPeriods } from './infrastructure/fiscal-periods.prisma';
import { createForeignBalances } from './infrastructure/foreign-balances.postgres';
import { createImportBatches } from './infrastructure/import-batches.postgres';
import { createFileHolder } from './infrastructure/held-file';
import { importStaging } from './infrastructure/import-staging.postgres';
import {
  createJournalPartitions,
  journalPartitionsJob,
} from './infrastructure/journal-partitions.postgres';
import { createLedgerMetrics } from './infrastructure/ledger-metrics.prometheus';
import { createLedgerReferences } from './infrastructure/ledger-references.postgres';
import { createLedgerSettingsReader } from './infrastructure/ledger-settings.prisma';
import { createPlainTableReader } from './infrastructure/plain-tables.prisma';
import { createRecordedRates } from './infrastructure/recorded-rates.postgres';
import { exchangeRates } from './projections/exchange-rates';
import { postingInParts } from './projections/posting-in-parts';
import { createTransactions } from './infrastructure/transactions.postgres';
import { publish, topics } from './messaging/publish';
import { inlineProjections, refillReadModels } from './projections';

const settings = {
  IMPORT_AT_ONCE_BYTES_MAX: {
    parse: integer({ min: 0, max: 2 ** 26 }),
    default: String(2 ** 26),
    meaning: 'Bytes of an import posted in one transaction (64 MiB: 15 seconds); 0 for few.',
  },
};

type LedgerHost = Host<SettingsOf<typeof settings>>;

/** What the ledger stands on: its ports, on PostgreSQL. */
const createAdapters = ({ database, backgroundDatabase, eventStore, ...host }: LedgerHost) => {
  const plainTables = createPlainTableReader(database);
  return {
    references: createLedgerReferences({ database, eventStore }),
    partitions: createJournalPartitions(database),
    metrics: createLedgerMetrics(host.metrics),
    accounts: createAccounts(plainTables, database),
    transactions: createTransactions(database),
    balances: createBalances(database),
    foreignBalances: createForeignBalances(),
    ledgers: createAccountLedgers(database),
    periods: createFiscalPeriods(plainTables, database),
    exchangeRates: createExchangeRates(plainTables, database),
    recordedRates: createRecordedRates(database),
    writeRates: exchangeRates,
    settings: createLedgerSettingsReader(plainTables),
    batches: createImportBatches(database, backgroundDatabase),
    staging: importStaging,
    holdFile: createFileHolder(host),
    postingInParts,
  };
};

const createApplication = (
  host: LedgerHost,
  adapters: ReturnType<typeof createAdapters>,
): LedgerApplication => {
  const commands = createLedgerCommands({ ...host, ...adapters });
  const dependencies = { ...host, ...adapters, commands };
  return {
    accounts: { ...createAccountUseCases(dependencies), ...createChartAdoption(dependencies) },
    settings: createLedgerSettingsUseCases(dependencies),
    transactions: createTransactionUseCases(dependencies),
    imports: createImportUseCases({
      ...dependencies,
      importAtOnceBytesMax: host.configuration.IMPORT_AT_ONCE_BYTES_MAX,
    }),
    fiscalPeriods: {
      ...createFiscalPeriodUseCases(dependencies),
      ...createFiscalYearUseCases(dependencies),
      ...createFiscalCalendarHistory(dependencies),
    },
    balances: {
      ...createBalanceQueries(dependencies),
      ...createRevaluationUseCases(dependencies),
    },
    exchangeRates: {
      ...createExchangeRateUseCases(dependencies),
      ...createRateImport(dependencies),
    },
  };
};

export const accountingCore = defineService({
  name: 'accounting-core',
  description: 'Chart of accounts, transactions, fiscal periods, balances and exchange rates.',
  httpPort: 8001,
  grpcPort: 9001,
  settings,
  migrationsFolder: join(__dirname, '..', 'migrations'),
  inlineProjections,
  refillReadModels,
  build: (host) => {
    const adapters = createAdapters(host);
    registerBalanceGauge(host.metrics, host.backgroundDatabase, () => performance.now());
    const app = createApplication(host, adapters);
    return {
      routes: [
        ...accountRoutes(app),
        ...transactionRoutes(app),
        ...fiscalPeriodRoutes(app),
        ...balanceRoutes(app),
        ...exchangeRateRoutes(app),
      ],
      grpc: [
        accountService(app),
        ledgerSettingsService(app),
        transactionService(app),
        fiscalPeriodService(app),
        balanceService(app),
        exchangeRateService(app),
      ],
      jobs: [journalPartitionsJob(adapters.partitions, host.clock), app.imports.job],
    };
  },
  topics,
  publish,
});
