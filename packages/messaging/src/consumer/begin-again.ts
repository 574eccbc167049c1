import { textColumn, type Transaction } from '@accounting/database';
import type { Instant } from '@accounting/kernel';
import type { StartingPlace } from '../port';

/** The clocks of the bus and of the database may differ by so much. */
const clockDifferenceMax = '1 hour';

/**
 * Has a consumer handle again what it handled since a time, and what comes again from these places.
 * As the owner of the database, who sees all companies, while no replica consumes. What was left
 * waiting from before those places keeps its place in front.
 */
export const beginAgain = async (
  owner: Pick<Transaction, 'query'>,
  consumer: string,
  { since, places }: { readonly since: Instant; readonly places: readonly StartingPlace[] },
): Promise<void> => {
  await owner.query(
    `DELETE FROM inbox.handled_messages
     WHERE consumer = $1 AND handled_at >= $2::timestamptz - $3::interval`,
    [consumer, since, clockDifferenceMax],
  );
  await owner.query(
    `DELETE FROM inbox.waiting_messages AS waiting
     USING unnest($2::text[], $3::smallint[], $4::bigint[])
       AS start (topic, partition, first_offset)
     WHERE waiting.consumer = $1
       AND (waiting.topic, waiting.partition) = (start.topic, start.partition)
       AND waiting.message_offset >= start.first_offset`,
    [
      consumer,
      textColumn(places.map(({ topic }) => topic)),
      ...[places.map(({ partition }) => partition), places.map(({ offset }) => offset)],
    ],
  );
  await owner.query(
    `DELETE FROM inbox.stalled_companies AS stalled
     WHERE consumer = $1 AND NOT EXISTS (
       SELECT FROM inbox.waiting_messages AS waiting
       WHERE (waiting.company_id, waiting.consumer) = (stalled.company_id, stalled.consumer))`,
    [consumer],
  );
};
