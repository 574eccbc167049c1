import type { Database } from '@accounting/database';
import { reject, type Instant } from '@accounting/kernel';
import { messagingErrors } from '../errors';
import type { StartingPlace } from '../port';
import { holdGroup } from './slots';
import { registerGroup } from './subscription-store';

export interface Rewinding {
  readonly database: Database;
  readonly group: string;
  readonly topics: readonly string[];
  readonly since: Instant;
}

/** Sets the cursors of a group without members before the first message published since then. */
export const rewindGroup = ({
  database,
  group,
  topics,
  since,
}: Rewinding): Promise<readonly StartingPlace[]> =>
  database.write([], async (transaction) => {
    const groupId = await registerGroup(transaction, group, topics);
    if (!(await holdGroup(transaction, groupId))) {
      throw reject(messagingErrors.groupIsAtWork, { group });
    }
    const { rows } = await transaction.query<StartingPlace>(
      `UPDATE messaging.cursors AS cursor
       SET handled_offset = coalesce(
         (SELECT min(message_offset) - 1 FROM messaging.messages AS m
          WHERE m.topic = cursor.topic AND m.slot = cursor.slot AND m.published_at >= $3),
         (SELECT max(message_offset) FROM messaging.messages AS m
          WHERE m.topic = cursor.topic AND m.slot = cursor.slot),
         0)
       WHERE group_id = $1 AND topic = ANY ($2)
       RETURNING topic, slot AS partition, handled_offset + 1 AS offset`,
      [groupId, topics, since],
    );
    return rows;
  });

/** More than this nobody tells apart, and counting further would take long. */
const countedMax = 1_000_000;

/** Messages behind the cursors of a group, a million at most. */
export const groupLag = async (
  database: Database,
  group: string,
  topics: readonly string[],
): Promise<number> => {
  const { rows } = await database.withoutCompany((connection) =>
    connection.query<{ count: string }>({
      name: 'messaging-lag',
      text: `SELECT count(*) AS count FROM (
               SELECT FROM messaging.messages AS m
               LEFT JOIN (
                 SELECT topic, slot, handled_offset FROM messaging.cursors
                 JOIN messaging.consumer_groups USING (group_id) WHERE group_name = $1
               ) AS cursor USING (topic, slot)
               WHERE m.topic = ANY ($2)
                 AND m.message_offset > coalesce(cursor.handled_offset, 0)
               LIMIT $3
             ) AS waiting`,
      values: [group, topics, countedMax],
    }),
  );
  return Number(rows[0]?.count ?? 0);
};

/** Topics that the group has consumed. */
export const topicsOfGroup = async (
  database: Database,
  group: string,
): Promise<readonly string[]> => {
  const { rows } = await database.withoutCompany((connection) =>
    connection.query<{ topic: string }>(
      `SELECT DISTINCT topic FROM messaging.cursors JOIN messaging.consumer_groups USING (group_id)
       WHERE group_name = $1 ORDER BY topic`,
      [group],
    ),
  );
  return rows.map(({ topic }) => topic);
};
