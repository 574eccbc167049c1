import type { Connection } from '@accounting/database';
import type { Client } from 'pg';
import { partitionCount } from '../topics';

/** A slot is a partition of every topic; the table allows the same. */
export const slotCount = partitionCount;

/** Not a slot: every member of a group holds this lock, shared, so that they can be counted. */
const membershipKey = slotCount;

/**
 * Has the group to itself for as long as the transaction lasts; false when it has members. Nobody
 * can join meanwhile.
 */
export const holdGroup = async (client: Connection, groupId: number): Promise<boolean> => {
  const { rows } = await client.query<{ held: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1, $2) AS held',
    [groupId, membershipKey],
  );
  return rows[0]?.held === true;
};

/** Announces itself as a member of the group, for as long as the connection lives. */
export const joinGroup = async (client: Client, groupId: number): Promise<void> => {
  await client.query('SELECT pg_advisory_lock_shared($1, $2)', [groupId, membershipKey]);
};

/** How the slots of a group are spread now. */
export interface SlotOverview {
  readonly memberCount: number;
  /** Slots that some member holds, this one included. */
  readonly heldSlots: ReadonlySet<number>;
}

export const viewSlots = async (client: Client, groupId: number): Promise<SlotOverview> => {
  const { rows } = await client.query<{ key: number }>({
    name: 'messaging-view-slots',
    // objsubid 2 marks the advisory locks that have two keys.
    text: `SELECT objid::integer AS key FROM pg_locks
           WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = $1::oid
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    values: [groupId],
  });
  const keys = rows.map(({ key }) => key);
  return {
    memberCount: keys.filter((key) => key === membershipKey).length,
    heldSlots: new Set(keys.filter((key) => key !== membershipKey)),
  };
};

/** Tries to take a slot; false when another member holds it. */
export const takeSlot = async (client: Client, groupId: number, slot: number): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1, $2) AS taken',
    [groupId, slot],
  );
  return rows[0]?.taken === true;
};

/** Gives a slot back for another member to take, and tells the others. */
export const giveSlot = async (client: Client, groupId: number, slot: number): Promise<void> => {
  await client.query('SELECT pg_advisory_unlock($1, $2)', [groupId, slot]);
};

/** Payload of the notification that has members look at the slots at once. */
export const membershipPayload = (groupId: number): string => `members:${String(groupId)}`;

export const announceMembership = async (client: Client, groupId: number): Promise<void> => {
  await client.query(`SELECT pg_notify('messaging', $1)`, [membershipPayload(groupId)]);
};
