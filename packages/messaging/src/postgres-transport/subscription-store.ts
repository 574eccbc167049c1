import type { Client } from 'pg';
import { SlotProgress } from './slot-progress';
import { slotCount } from './slots';
import type { Stall, StallChanges } from './stalled-companies';
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
  loadStalls(slot: number): Promise<readonly Stall[]>;
  fetch(wanted: readonly FetchWanted[]): Promise<readonly StoredMessage[]>;
  /** A company's messages from an offset on. */
  fetchCompany(stall: Stall, countMax: number): Promise<readonly StoredMessage[]>;
  save(cursors: readonly Cursor[], changes: StallChanges): Promise<void>;
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
  const groupId = await registerGroup(client, group);
  await client.query(
    `INSERT INTO messaging.cursors (group_id, topic, slot)
     SELECT $1, topic, slot FROM unnest($2::text[]) AS topic, generate_series(0, $3 - 1) AS slot
     ORDER BY topic, slot ON CONFLICT DO NOTHING`,
    [groupId, topics, slotCount],
  );
  return {
    groupId,
    loadProgress: (slot) => loadProgress(client, { groupId, topics, slot }),
    loadStalls: (slot) => loadStalls(client, { groupId, topics, slot }),
    fetch: (wanted) => fetchMessages(client, wanted),
    fetchCompany: (stall, countMax) => fetchCompany(client, stall, countMax),
    save: (cursors, changes) => save(client, groupId, cursors, changes),
  };
};

interface SlotOfGroup {
  readonly groupId: number;
  readonly topics: readonly string[];
  readonly slot: number;
}

const registerGroup = async (client: Client, group: string): Promise<number> => {
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

const loadStalls = async (
  client: Client,
  { groupId, topics, slot }: SlotOfGroup,
): Promise<readonly Stall[]> => {
  const { rows } = await client.query<{
    readonly topic: string;
    readonly company_id: string;
    readonly next_offset: string;
    readonly attempts: number;
    readonly retry_at: Date;
    readonly reason: string;
  }>(
    `SELECT topic, company_id, next_offset, attempts, retry_at, reason
     FROM messaging.stalled_companies WHERE group_id = $1 AND topic = ANY ($2) AND slot = $3`,
    [groupId, topics, slot],
  );
  return rows.map((row) => ({
    topic: row.topic,
    companyId: row.company_id,
    slot,
    nextOffset: Number(row.next_offset),
    attempts: row.attempts,
    retryAtMs: row.retry_at.getTime(),
    reason: row.reason,
  }));
};

const fetchMessages = async (
  client: Client,
  wanted: readonly FetchWanted[],
): Promise<readonly StoredMessage[]> => {
  const { rows } = await client.query<MessageRow>({
    name: 'messaging-fetch',
    text: `SELECT ${messageColumns}
           FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::integer[])
             AS wanted (topic, slot, after_offset, count_max)
           CROSS JOIN LATERAL (
             SELECT * FROM messaging.messages AS message
             WHERE message.topic = wanted.topic AND message.slot = wanted.slot
               AND message.message_offset > wanted.after_offset
             ORDER BY message.message_offset
             LIMIT wanted.count_max
           ) AS m`,
    values: [
      wanted.map(({ progress }) => progress.topic),
      wanted.map(({ progress }) => progress.slot),
      wanted.map(({ progress }) => progress.fetchedOffset),
      wanted.map(({ countMax }) => countMax),
    ],
  });
  return rows.map(toStoredMessage);
};

const fetchCompany = async (
  client: Client,
  stall: Stall,
  countMax: number,
): Promise<readonly StoredMessage[]> => {
  const { rows } = await client.query<MessageRow>({
    name: 'messaging-fetch-company',
    text: `SELECT ${messageColumns} FROM messaging.messages AS m
           WHERE m.company_id = $1 AND m.topic = $2 AND m.message_offset >= $3
           ORDER BY m.message_offset LIMIT $4`,
    values: [stall.companyId, stall.topic, stall.nextOffset, countMax],
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

const saveStalls = async (
  client: Client,
  groupId: number,
  { upserts, removals, deadLetters }: StallChanges,
): Promise<void> => {
  for (const { message, attempts, reason } of deadLetters) {
    await client.query(
      `INSERT INTO messaging.dead_letters
         (group_id, topic, message_offset, company_id, headers, value, attempts, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        ...[groupId, message.topic, message.offset, message.companyId],
        ...[JSON.stringify(message.headers), JSON.stringify(message.value), attempts, reason],
      ],
    );
  }
  for (const stall of upserts) {
    await client.query(
      `INSERT INTO messaging.stalled_companies
         (group_id, topic, company_id, slot, next_offset, attempts, retry_at, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (group_id, topic, company_id) DO UPDATE
       SET next_offset = excluded.next_offset, attempts = excluded.attempts,
           retry_at = excluded.retry_at, reason = excluded.reason`,
      [
        ...[groupId, stall.topic, stall.companyId, stall.slot, stall.nextOffset],
        ...[stall.attempts, new Date(stall.retryAtMs), stall.reason],
      ],
    );
  }
  for (const { topic, companyId } of removals) {
    await client.query(
      `DELETE FROM messaging.stalled_companies
       WHERE group_id = $1 AND topic = $2 AND company_id = $3`,
      [groupId, topic, companyId],
    );
  }
};

const save = async (
  client: Client,
  groupId: number,
  cursors: readonly Cursor[],
  changes: StallChanges,
): Promise<void> => {
  const { upserts, removals, deadLetters } = changes;
  if (upserts.length + removals.length + deadLetters.length === 0) {
    await saveCursors(client, groupId, cursors);
    return;
  }
  // Together: a cursor that has passed a message must never be known without its stall.
  await client.query('BEGIN');
  await saveStalls(client, groupId, changes);
  await saveCursors(client, groupId, cursors);
  await client.query('COMMIT');
};
