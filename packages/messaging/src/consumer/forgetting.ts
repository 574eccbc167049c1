import type { Database, Transaction } from '@accounting/database';
import type { Instant } from '@accounting/kernel';

/** Notes removed in one statement, so that each stays short. */
const countMax = 5_000;

/** Removes notes of facts handled so many days ago; answers whether there may be more. */
export const forgetHandled = async (
  backgroundDatabase: Database,
  keptDays: number,
): Promise<boolean> => {
  const { rows } = await backgroundDatabase.withoutCompany((connection) =>
    connection.query<{ removed: string }>(
      'SELECT inbox.forget_handled(make_interval(days => $1), $2) AS removed',
      [keptDays, countMax],
    ),
  );
  return Number(rows[0]?.removed ?? 0) === countMax;
};

/**
 * Has a consumer handle again what it handled since a time. As the owner of the database, who sees
 * all companies; the transport's group begins again at the same time.
 */
export const forgetHandledSince = async (
  owner: Pick<Transaction, 'query'>,
  consumer: string,
  since: Instant,
): Promise<void> => {
  await owner.query('DELETE FROM inbox.handled_messages WHERE consumer = $1 AND handled_at >= $2', [
    consumer,
    since,
  ]);
};
