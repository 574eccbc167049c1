import type { Database, Transaction } from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import type { InboxKey } from './inbox';

/** A company that waits for its next attempt. */
export interface Stall {
  /** Failed attempts at the first fact that waits. */
  readonly attempts: number;
}

/** Notes that a company's facts wait from now on, or that another attempt failed. */
export const saveStall = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
  stall: Stall & { readonly reason: string; readonly delayMs: number },
): Promise<void> => {
  await transaction.query(
    `INSERT INTO inbox.stalled_companies (company_id, consumer, attempts, retry_at, reason)
     VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond', $5)
     ON CONFLICT (company_id, consumer) DO UPDATE
     SET attempts = excluded.attempts, retry_at = excluded.retry_at, reason = excluded.reason`,
    [companyId, consumer, stall.attempts, stall.delayMs, stall.reason],
  );
};

/** The stall, if there is one. For whoever has the company's turn. */
export const findStall = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
): Promise<(Stall & { readonly isDue: boolean }) | undefined> => {
  const { rows } = await transaction.query<{ attempts: number; is_due: boolean }>(
    `SELECT attempts, retry_at <= clock_timestamp() AS is_due FROM inbox.stalled_companies
     WHERE company_id = $1 AND consumer = $2`,
    [companyId, consumer],
  );
  return rows[0] && { attempts: rows[0].attempts, isDue: rows[0].is_due };
};

/** The first fact has been dealt with; the next is tried at once. */
export const restartStall = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
): Promise<void> => {
  await transaction.query(
    `UPDATE inbox.stalled_companies SET attempts = 0, retry_at = clock_timestamp()
     WHERE company_id = $1 AND consumer = $2`,
    [companyId, consumer],
  );
};

export const removeStall = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
): Promise<void> => {
  await transaction.query(
    'DELETE FROM inbox.stalled_companies WHERE company_id = $1 AND consumer = $2',
    [companyId, consumer],
  );
};

/** Companies looked at in one round, so that many of them do not starve the others. */
const dueCountMax = 100;

/** Whose time has come, those that have waited longest first. */
export const dueStalls = async (
  backgroundDatabase: Database,
  consumers: readonly string[],
): Promise<readonly InboxKey[]> => {
  const { rows } = await backgroundDatabase.withoutCompany((connection) =>
    connection.query<{ company_id: CompanyId; consumer: string }>({
      name: 'inbox-due-stalls',
      text: `SELECT company_id, consumer FROM inbox.stalled_companies
             WHERE retry_at <= clock_timestamp() AND consumer = ANY ($1)
             ORDER BY retry_at LIMIT $2`,
      values: [consumers, dueCountMax],
    }),
  );
  return rows.map(({ company_id: companyId, consumer }) => ({ companyId, consumer }));
};
