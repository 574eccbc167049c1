import {
  AccountingDate,
  type AccountingMonth,
  DomainError,
  ExchangeRate,
  takeTurns,
  type Currency,
  type Instant,
} from '@accounting/kernel';
import type { LedgerReference } from '../../domain/ledger-reference';
import { currenciesWithoutRate } from '../../domain/transaction-parsing';
import type { KnownRate, KnownRates } from '../../domain/transaction/commands';
import { transactionDecider } from '../../domain/transaction/decide';
import type { TransactionPosted } from '../../domain/transaction/events';
import type { TransactionInput } from '../../domain/transaction/input';
import type { ImportRowError } from '../import-ports';
import { transactionIdsOf, type ImportDependencies, type ImportRun } from './import-context';
import type { ImportRow } from './import-row';

/** The rows of a chunk, decided: what can be posted, and what is wrong with the others. */
export interface DecidedRows {
  readonly posted: readonly { readonly line: number; readonly event: TransactionPosted }[];
  readonly errors: readonly ImportRowError[];
  readonly rejectedRows: number;
}

/** So many are decided at a stretch, a few milliseconds, while other requests wait. */
const rowsPerTurn = 100;

/** Decides rows one by one as if each were posted by a request of its own. */
export const createRowDecisions = (
  run: ImportRun,
  { exchangeRates, partitions }: Pick<ImportDependencies, 'exchangeRates' | 'partitions'>,
): ((rows: readonly ImportRow[], ledger: LedgerReference) => Promise<DecidedRows>) => {
  const transactionIdOf = transactionIdsOf(run);
  const ratesOf = createRateMemory((currency, date) =>
    exchangeRates.findOnOrBefore(run.companyId, currency, date),
  );

  const decideRow = (
    { line, parsed }: ImportRow,
    ledger: LedgerReference,
    rates: KnownRates,
  ): TransactionPosted | readonly ImportRowError[] =>
    'errors' in parsed
      ? parsed.errors.map((error) => ({ line, ...error }))
      : decide({
          ...{ run, line, ledger, rates },
          input: parsed.input,
          transactionId: transactionIdOf(line),
        });

  return async (rows, ledger) => {
    const posted: { line: number; event: TransactionPosted }[] = [];
    const errors: ImportRowError[] = [];
    let rejectedRows = 0;
    const turn = takeTurns(rowsPerTurn);
    for (const row of rows) {
      const pause = turn();
      if (pause !== undefined) await pause;
      // Rows in GEL, by far the most, must not wait: that would cost as much as deciding them.
      const rates = needsRates(row) ? await ratesOf(row.parsed.input) : noRates;
      const decided = decideRow(row, ledger, rates);
      if ('type' in decided) {
        posted.push({ line: row.line, event: decided });
      } else {
        rejectedRows += 1;
        errors.push(...decided);
      }
    }
    await partitions.ensure(monthsOf(posted));
    return { posted, errors, rejectedRows };
  };
};

const monthsOf = (
  posted: readonly { readonly event: TransactionPosted }[],
): ReadonlySet<AccountingMonth> =>
  new Set(posted.map(({ event }) => AccountingDate.monthOf(event.data.transactionDate)));

const noRates: KnownRates = new Map();

type UnderstoodRow = ImportRow & { readonly parsed: { readonly input: TransactionInput } };

const needsRates = (row: ImportRow): row is UnderstoodRow =>
  'input' in row.parsed && currenciesWithoutRate(row.parsed.input).length > 0;

const decide = ({
  run,
  line,
  input,
  ledger,
  rates,
  transactionId,
}: {
  readonly run: ImportRun;
  readonly line: number;
  readonly input: TransactionInput;
  readonly ledger: LedgerReference;
  readonly rates: KnownRates;
  readonly transactionId: ReturnType<ReturnType<typeof transactionIdsOf>>;
}): TransactionPosted | readonly ImportRowError[] => {
  const metadata = { actorId: run.actorId, now: run.startedAt satisfies Instant };
  try {
    const [event] = transactionDecider.decide(
      {
        type: 'PostNewTransaction',
        data: { transactionId, input, importBatchId: run.batchId },
        metadata,
        ledger,
        rates,
      },
      transactionDecider.initialState(),
    );
    return event as TransactionPosted;
  } catch (error) {
    if (error instanceof DomainError) return rowErrors(line, error);
    throw error;
  }
};

const rowErrors = (line: number, { code, message, violations }: DomainError): ImportRowError[] =>
  violations.length === 0
    ? [{ line, field: '', code, message }]
    : violations.map((violation) => ({ line, ...violation }));

type FindRate = (
  currency: Currency,
  date: AccountingDate,
) => Promise<{ readonly rate: string; readonly date: AccountingDate } | undefined>;

const rememberedMax = 10_000;

/** Asks for the rate of a currency and day once; forgets everything when it knows too much. */
const createRateMemory = (find: FindRate): ((input: TransactionInput) => Promise<KnownRates>) => {
  const remembered = new Map<string, KnownRate | undefined>();

  const rateOf = async (
    currency: Currency,
    date: AccountingDate,
  ): Promise<KnownRate | undefined> => {
    const key = `${currency} ${date}`;
    if (remembered.has(key)) return remembered.get(key);
    if (remembered.size >= rememberedMax) remembered.clear();
    const found = await find(currency, date);
    const rate = found && { rate: ExchangeRate.of(found.rate), date: found.date };
    remembered.set(key, rate);
    return rate;
  };

  return async (input) => {
    const date = AccountingDate.parse(input.transactionDate);
    if (date === undefined) return noRates;
    const rates = new Map<Currency, KnownRate>();
    for (const currency of currenciesWithoutRate(input)) {
      const rate = await rateOf(currency, date);
      if (rate !== undefined) rates.set(currency, rate);
    }
    return rates;
  };
};
