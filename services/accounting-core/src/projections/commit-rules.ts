import type { Transaction } from '@accounting/database';
import type { InlineProjection, RecordedEvent } from '@accounting/event-store';
import { reject } from '@accounting/kernel';
import { errors as accountErrors } from '../domain/account/errors';
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

/** An account keeps taking part in reports while anything stands on it, in whatever currency. */
export const refuseDeactivationWithBalance: InlineProjection<Transaction> = async (
  transaction,
  events,
) => {
  const deactivations = eventsOf(events, ['AccountDeactivated']);
  if (deactivations.length === 0) return;
  const { rows } = await transaction.query<{ account_id: string; currency: string }>(
    `SELECT balance.account_id, balance.currency
     FROM unnest($1::uuid[], $2::uuid[]) AS deactivated(company_id, account_id)
     JOIN ledger.account_balances AS balance USING (company_id, account_id)
     GROUP BY balance.company_id, balance.account_id, balance.currency
     HAVING sum(balance.debit) <> sum(balance.credit)
       OR sum(balance.debit_gel) <> sum(balance.credit_gel)
     ORDER BY balance.account_id, balance.currency`,
    [
      deactivations.map(({ companyId }) => companyId),
      deactivations.map(({ data }) => data.accountId),
    ],
  );
  const [first] = rows;
  if (first === undefined) return;
  throw reject(accountErrors.hasBalance, {
    accountId: first.account_id,
    currencies: rows
      .filter(({ account_id: accountId }) => accountId === first.account_id)
      .map(({ currency }) => currency),
  });
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
