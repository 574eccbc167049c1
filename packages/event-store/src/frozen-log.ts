import type { Transaction } from '@accounting/database';

/**
 * Waits for whoever records facts at this moment, and lets nobody begin until the transaction ends;
 * for the owner of the database. Resolves with the number of facts of all companies.
 */
export const freezeEventLog = async (transaction: Transaction): Promise<number> => {
  await transaction.query('LOCK TABLE event_sourcing.event_store IN SHARE MODE');
  const { rows } = await transaction.query<{ count: string }>(
    'SELECT count(*) AS count FROM event_sourcing.event_store',
  );
  return Number(rows[0]?.count);
};
