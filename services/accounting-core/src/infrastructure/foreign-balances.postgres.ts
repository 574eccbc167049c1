import type { Transaction } from '@accounting/database';
import { Currency, ExchangeRate, type AccountingDate, type CompanyId } from '@accounting/kernel';
import type { ForeignBalances } from '../application/revaluation-use-cases';
import type { KnownRates } from '../domain/transaction/commands';
import { readTotals } from './balances.postgres';

/** The rate of the day, or of the latest earlier day, of each currency that has one. */
const ratesSql = `
  SELECT currency, trim_scale(latest.rate) AS rate, latest.date
  FROM unnest($2::text[]) AS asked(currency)
  CROSS JOIN LATERAL (
    SELECT recorded.rate, recorded.date FROM ledger.exchange_rates AS recorded
    WHERE recorded.company_id = $1
      AND recorded.currency = asked.currency COLLATE "C" AND recorded.date <= $3
    ORDER BY recorded.date DESC LIMIT 1
  ) AS latest`;

interface RateRow {
  readonly currency: Currency;
  readonly rate: string;
  readonly date: AccountingDate;
}

const readRates = async (
  transaction: Transaction,
  companyId: CompanyId,
  {
    currencies,
    date,
  }: { readonly currencies: ReadonlySet<Currency>; readonly date: AccountingDate },
): Promise<KnownRates> => {
  if (currencies.size === 0) return new Map();
  const { rows } = await transaction.query<RateRow>(ratesSql, [companyId, [...currencies], date]);
  return new Map(
    rows.map((row) => [row.currency, { rate: ExchangeRate.of(row.rate), date: row.date }]),
  );
};

/** Enough to see how far it reaches: whoever repeats the first is told of those after it. */
const laterRevaluationsMax = 20;

const laterRevaluationsSql = `
  SELECT DISTINCT transaction_date AS date FROM ledger.transactions
  WHERE company_id = $1 AND transaction_type = 'revaluation' AND status = 'posted'
    AND transaction_date > $2
  ORDER BY transaction_date LIMIT ${laterRevaluationsMax}`;

const readLaterRevaluations = async (
  transaction: Transaction,
  companyId: CompanyId,
  date: AccountingDate,
): Promise<readonly AccountingDate[]> => {
  const { rows } = await transaction.query<{ date: AccountingDate }>(laterRevaluationsSql, [
    companyId,
    date,
  ]);
  return rows.map((row) => row.date);
};

export const createForeignBalances = (): ForeignBalances => ({
  readAt: async (transaction, companyId, { accountIds, date }) => {
    const all = await readTotals(transaction, { companyId, accountIds, asOf: date });
    const totals = all.filter(({ currency }) => currency !== Currency.GEL);
    const currencies = new Set(totals.map(({ currency }) => currency));
    return {
      totals,
      rates: await readRates(transaction, companyId, { currencies, date }),
      laterRevaluations: await readLaterRevaluations(transaction, companyId, date),
    };
  },
});
