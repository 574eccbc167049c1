import type { Connection } from '@accounting/database';
import type { Client } from 'pg';
import { SlotProgress } from './slot-progress';
import { slotCount } from './slots';
import {
  messageColumns,
  toStoredMessage,
  type MessageRow,
  type StoredMessage,
} from './stored-message';

/** A group's cursors and messages, read and written over the connection that holds its slots. */
export interface SubscriptionStore {
  readonly groupId: number;
  loadProgress(slot: number): Promise<readonly SlotProgress[]>;
  /** The next messages of some slots, in order; of each at least one, if there is one. */
  fetch(wanted: readonly FetchWanted[], bytesMax: number): Promise<readonly StoredMessage[]>;
  save(cursors: readonly Cursor[]): Promise<void>;
}

/** Up to where a slot of a topic is done. */
export interface Cursor {
  readonly topic: string;
  readonly slot: number;
  readonly handledOffset: number;
}

export interface FetchWanted {
  readonly progress: SlotProgress;
  readonly countMax: number;
}

/**
 * Registers the group with a cursor for every slot of its topics. The connection must be used for
 * nothing that has to be durable: losing the last saves in a crash only repeats deliveries.
 */
export const openSubscriptionStore = async (
  client: Client,
  group: string,
  topics: readonly string[],
): Promise<SubscriptionStore> => {
  await client.query('SET synchronous_commit = off');
  const groupId = await registerGroup(client, group, topics);
  return {
    groupId,
    loadProgress: (slot) => loadProgress(client, { groupId, topics, slot }),
    fetch: (wanted, bytesMax) => fetchMessages(client, wanted, bytesMax),
    save: (cursors) => saveCursors(client, groupId, cursors),
  };
};

interface SlotOfGroup {
  readonly groupId: number;
  readonly topics: readonly string[];
  readonly slot: number;
}

/** The group's number; it has a cursor for every slot of the topics afterwards. */
export const registerGroup = async (
  client: Connection,
  group: string,
  topics: readonly string[],
): Promise<number> => {
  await client.query(
    'INSERT INTO messaging.consumer_groups (group_name) VALUES ($1) ON CONFLICT DO NOTHING',
    [group],
  );
  const { rows } = await client.query<{ group_id: number }>(
    'SELECT group_id FROM messaging.consumer_groups WHERE group_name = $1',
    [group],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`The consumer group ${group} was removed just now.`);
  await client.query(
    `INSERT INTO messaging.cursors (group_id, topic, slot)
     SELECT $1, topic, slot FROM unnest($2::text[]) AS topic, generate_series(0, $3 - 1) AS slot
     ORDER BY topic, slot ON CONFLICT DO NOTHING`,
    [row.group_id, topics, slotCount],
  );
  return row.group_id;
};

const loadProgress = async (
  client: Client,
  { groupId, topics, slot }: SlotOfGroup,
): Promise<readonly SlotProgress[]> => {
  const { rows } = await client.query<{ topic: string; handled_offset: string }>(
    `SELECT topic, handled_offset FROM messaging.cursors
     WHERE group_id = $1 AND topic = ANY ($2) AND slot = $3`,
    [groupId, topics, slot],
  );
  return rows.map((row) => new SlotProgress(row.topic, slot, Number(row.handled_offset)));
};

const fetchMessages = async (
  client: Client,
  wanted: readonly FetchWanted[],
  bytesMax: number,
): Promise<readonly StoredMessage[]> => {
  const { rows } = await client.query<MessageRow>({
    name: 'messaging-fetch',
    text: `SELECT ${messageColumns}
           FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::integer[])
             AS wanted (topic, slot, after_offset, count_max)
           CROSS JOIN LATERAL (
             SELECT *, sum(pg_column_size(next.value)) OVER (ORDER BY next.message_offset)
               - pg_column_size(next.value) AS bytes_before
             FROM (
               SELECT * FROM messaging.messages AS message
               WHERE message.topic = wanted.topic AND message.slot = wanted.slot
                 AND message.message_offset > wanted.after_offset
               ORDER BY message.message_offset
               LIMIT wanted.count_max
             ) AS next
           ) AS m
           WHERE m.bytes_before < $5`,
    values: [
      wanted.map(({ progress }) => progress.topic),
      wanted.map(({ progress }) => progress.slot),
      wanted.map(({ progress }) => progress.fetchedOffset),
      wanted.map(({ countMax }) => countMax),
      bytesMax,
    ],
  });
  return rows.map(toStoredMessage);
};

const saveCursors = async (
  client: Client,
  groupId: number,
  cursors: readonly Cursor[],
): Promise<void> => {
  await client.query({
    name: 'messaging-save-cursors',
    text: `UPDATE messaging.cursors AS cursor SET handled_offset = saved.handled_offset
           FROM unnest($2::text[], $3::smallint[], $4::bigint[])
             AS saved (topic, slot, handled_offset)
           WHERE cursor.group_id = $1 AND cursor.topic = saved.topic AND cursor.slot = saved.slot`,
    values: [
      groupId,
      cursors.map(({ topic }) => topic),
      cursors.map(({ slot }) => slot),
      cursors.map(({ handledOffset }) => handledOffset),
    ],
  });
};
