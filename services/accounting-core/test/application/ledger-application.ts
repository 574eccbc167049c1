import {
  newUuid,
  type ActorId,
  type Clock,
  type CompanyId,
  type Instant,
} from '@accounting/kernel';
import { Secret, type RequestContext } from '@accounting/service-host';
import { createAccountUseCases } from '../../src/application/account-use-cases';
import { createChartAdoption } from '../../src/application/chart-adoption';
import { createFiscalPeriodUseCases } from '../../src/application/fiscal-period-use-cases';
import { createFiscalYearUseCases } from '../../src/application/fiscal-year-use-cases';
import { createImportUseCases } from '../../src/application/import-use-cases';
import { createLedgerCommands } from '../../src/application/ledger-commands';
import { createRateImport } from '../../src/application/rate-import';
import { createRevaluationUseCases } from '../../src/application/revaluation-use-cases';
import { createExchangeRateUseCases } from '../../src/application/exchange-rate-use-cases';
import { createTransactionUseCases } from '../../src/application/transaction-use-cases';
import { createAccounts } from '../../src/infrastructure/accounts.prisma';
import { createBalances } from '../../src/infrastructure/balances.postgres';
import { createExchangeRates } from '../../src/infrastructure/exchange-rates.prisma';
import { createFiscalPeriods } from '../../src/infrastructure/fiscal-periods.prisma';
import { createForeignBalances } from '../../src/infrastructure/foreign-balances.postgres';
import { createImportBatches } from '../../src/infrastructure/import-batches.postgres';
import { createFileHolder } from '../../src/infrastructure/held-file';
import { importStaging } from '../../src/infrastructure/import-staging.postgres';
import { createLedgerReferences } from '../../src/infrastructure/ledger-references.postgres';
import { createPlainTableReader } from '../../src/infrastructure/plain-tables.prisma';
import { createRecordedRates } from '../../src/infrastructure/recorded-rates.postgres';
import { exchangeRates } from '../../src/projections/exchange-rates';
import { postingInParts } from '../../src/projections/posting-in-parts';
import { createTransactions } from '../../src/infrastructure/transactions.postgres';
import { newCompany, now, startLedger, type TestLedger } from '../infrastructure/ledger-fixture';

/** The ports of the use cases on a test's database. */
export const portsOn = ({ database, background, eventStore, partitions }: TestLedger) => {
  const plainTables = createPlainTableReader(database);
  const clock: Clock = () => now;
  return {
    database,
    eventStore,
    partitions,
    clock,
    importAtOnceBytesMax: 64 * 1024 * 1024,
    newUuid,
    metrics: { recorded: () => undefined },
    separationOfDuties: { areSeparate: () => false },
    references: createLedgerReferences({ database, eventStore }),
    accounts: createAccounts(plainTables, database),
    transactions: createTransactions(database),
    balances: createBalances(database),
    foreignBalances: createForeignBalances(),
    periods: createFiscalPeriods(plainTables, database),
    exchangeRates: createExchangeRates(plainTables, database),
    recordedRates: createRecordedRates(database),
    writeRates: exchangeRates,
    batches: createImportBatches(database, background),
    staging: importStaging,
    holdFile: createFileHolder({ logger: { warn: () => undefined } }),
    postingInParts,
  };
};

export type LedgerPorts = ReturnType<typeof portsOn>;

/** The use cases on ports of which a test may have replaced some. */
export const applicationOn = (ports: LedgerPorts) => {
  const dependencies = { ...ports, commands: createLedgerCommands(ports) };
  return {
    ...createAccountUseCases(dependencies),
    ...createChartAdoption(dependencies),
    transactions: createTransactionUseCases(dependencies),
    periods: createFiscalPeriodUseCases(dependencies),
    years: createFiscalYearUseCases(dependencies),
    imports: createImportUseCases(dependencies),
    revaluations: createRevaluationUseCases(dependencies),
    rates: { ...createExchangeRateUseCases(dependencies), ...createRateImport(dependencies) },
  };
};

export type Application = ReturnType<typeof applicationOn>;

/** A request of somebody who may do everything. */
export const contextOf = (companyId: CompanyId, at: Instant = now): RequestContext => ({
  companyId,
  actorId: 'nino' as ActorId,
  permissions: new Set(),
  credential: {
    kind: 'person',
    tokenId: 'test',
    keyId: 'test',
    authorization: new Secret('Bearer test'),
    expiresAtMs: Number.MAX_SAFE_INTEGER,
  },
  correlationId: 'test',
  now: at,
  deadlineAtMs: Infinity,
  signal: new AbortController().signal,
  get logger(): never {
    throw new Error('use cases of these tests log nothing');
  },
});

/** A company that has adopted the Georgian chart. */
export const companyWithChart = async (app: Application): Promise<CompanyId> => {
  const companyId = newCompany();
  await app.adoptChart(contextOf(companyId));
  return companyId;
};

/** A ledger that two processes use: one through its ports, which a test may replace. */
export interface SharedLedger extends TestLedger {
  readonly ports: LedgerPorts;
  /** What the other process does meanwhile. */
  readonly elsewhere: Application;
}

export const startSharedLedger = async (): Promise<SharedLedger> => {
  const ledger = await startLedger();
  return { ...ledger, ports: portsOn(ledger), elsewhere: applicationOn(portsOn(ledger)) };
};

/** Does something before the first calls, as many as there are things to do. */
export const interrupting = <Argument extends readonly unknown[], Result>(
  call: (...given: Argument) => Promise<Result>,
  interruptions: (() => Promise<unknown>)[],
): ((...given: Argument) => Promise<Result>) => {
  const left = [...interruptions];
  return async (...given) => {
    const result = await call(...given);
    await left.shift()?.();
    return result;
  };
};
