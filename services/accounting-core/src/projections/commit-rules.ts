import type { Transaction } from '@accounting/database';
import type { InlineProjection, RecordedEvent } from '@accounting/event-store';
import { AccountingDate, AccountingMonth, reject } from '@accounting/kernel';
import { errors as accountErrors } from '../domain/account/errors';
import type { AccountType } from '../domain/account/events';
import { requireNothingStands, type StandingBalance } from '../domain/standing-balance';
import { errors } from './errors';
import { eventsOf, type LedgerEventType } from './ledger-events';

/**
 * Rules judged inside the committing transaction, after its rows are written. They hold without a
 * race because these events advance the ledger's consistency marker, which every posting requires:
 * nothing is posted between the check and the commit. A rebuild skips them; facts are not judged
 * again.
 */

const referenceEventTypes = [
  'AccountCreated',
  'AccountRenamed',
  'AccountMoved',
  'AccountClassified',
  'AccountDeactivated',
  'AccountReactivated',
  'FiscalPeriodClosed',
  'FiscalPeriodLocked',
  'FiscalPeriodUnlocked',
  'FiscalPeriodReopened',
  'FiscalYearClosed',
  'FiscalYearReopened',
  'LedgerSettingsChanged',
] as const satisfies readonly LedgerEventType[];

const companiesOf = (events: readonly RecordedEvent[]): readonly string[] => [
  ...new Set(events.map(({ companyId }) => companyId)),
];

/** What an import was validated against must not change before all of it is posted. */
export const refuseChangesDuringImport: InlineProjection<Transaction> = async (
  transaction,
  events,
) => {
  const changes = eventsOf(events, referenceEventTypes);
  if (changes.length === 0) return;
  const { rows } = await transaction.query<{ batch_id: string }>(
    `SELECT batch_id FROM ledger.import_batches
     WHERE company_id = ANY ($1::uuid[]) AND status = 'applying' LIMIT 1`,
    [companiesOf(changes)],
  );
  const [batch] = rows;
  if (batch !== undefined) throw reject(errors.importInProgress, { batchId: batch.batch_id });
};

/**
 * The days at whose end an account holds something: the last of each year before today, today, and
 * every later day with entries. Months answer for what lies before the month of today.
 */
const standingBalances = `
  WITH movement AS (
    SELECT currency, debit - credit AS amount, debit_gel - credit_gel AS amount_gel,
      least(make_date(extract(year FROM month)::integer, 12, 31), $3::date) AS date
    FROM ledger.account_balances
    WHERE company_id = $1 AND account_id = $2 AND month < $4
    UNION ALL
    SELECT currency, debit - credit, debit_gel - credit_gel, greatest(date, $3::date)
    FROM ledger.account_balance_history
    WHERE company_id = $1 AND account_id = $2 AND date >= $4
    UNION ALL
    SELECT DISTINCT currency, 0, 0, $3::date
    FROM ledger.account_balances
    WHERE company_id = $1 AND account_id = $2
  ), running AS (
    SELECT currency, date, sum(sum(amount)) OVER until_date AS amount,
      sum(sum(amount_gel)) OVER until_date AS amount_gel
    FROM movement GROUP BY currency, date
    WINDOW until_date AS (PARTITION BY currency ORDER BY date)
  )
  SELECT running.currency, running.date, account.type
  FROM running
  JOIN ledger.accounts AS account ON account.company_id = $1 AND account.account_id = $2
  WHERE running.amount <> 0 OR running.amount_gel <> 0
  ORDER BY running.date, running.currency`;

/** An account keeps taking part in reports while anything stands on it, in whatever currency. */
export const refuseDeactivationWithBalance: InlineProjection<Transaction> = async (
  transaction,
  events,
) => {
  for (const { companyId, data, occurredAt } of eventsOf(events, ['AccountDeactivated'])) {
    const today = AccountingDate.ofInstant(occurredAt);
    const firstOfMonth = AccountingMonth.firstDay(AccountingDate.monthOf(today));
    const { rows } = await transaction.query<StandingBalance & { readonly type: AccountType }>(
      standingBalances,
      [companyId, data.accountId, today, firstOfMonth],
    );
    const [first] = rows;
    if (first === undefined) continue;
    const { type } = first;
    requireNothingStands({ accountId: data.accountId, type, balances: rows, now: occurredAt });
  }
};

/** An account that is to hold one currency only must have come to zero in all others. */
export const refuseRestrictionWithOtherBalance: InlineProjection<Transaction> = async (
  transaction,
  events,
) => {
  const restrictions = eventsOf(events, ['AccountClassified']).filter(
    ({ data }) => data.currency !== null,
  );
  if (restrictions.length === 0) return;
  const { rows } = await transaction.query<{ account_id: string; currency: string }>(
    `SELECT balance.account_id, balance.currency
     FROM unnest($1::uuid[], $2::uuid[], $3::text[])
       AS restricted(company_id, account_id, kept_currency)
     JOIN ledger.account_balances AS balance USING (company_id, account_id)
     WHERE balance.currency <> restricted.kept_currency
     GROUP BY balance.company_id, balance.account_id, balance.currency
     HAVING sum(balance.debit) <> sum(balance.credit)
       OR sum(balance.debit_gel) <> sum(balance.credit_gel)
     ORDER BY balance.account_id, balance.currency LIMIT 1`,
    [
      restrictions.map(({ companyId }) => companyId),
      restrictions.map(({ data }) => data.accountId),
      restrictions.map(({ data }) => data.currency),
    ],
  );
  const [first] = rows;
  if (first === undefined) return;
  throw reject(accountErrors.currencyInUse, {
    field: 'currency',
    accountId: first.account_id,
    currency: first.currency,
  });
};
