import type { Connection, Database, Transaction } from '@accounting/database';
import type { EventHeaders } from '@accounting/contracts';
import { reject, type CompanyId, type Instant, type Uuid } from '@accounting/kernel';
import { messagingErrors } from '../errors';

/** A message that a consumer gave up on. */
export interface DeadLetter {
  readonly deadLetterId: Uuid;
  /** Zeros where nobody can tell whose message it is. */
  readonly companyId: CompanyId;
  /** The consumer within the service. */
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly attempts: number;
  readonly reason: string;
  readonly parkedAt: Instant;
  /** Open until it is replayed with success or discarded. */
  readonly state: 'open' | 'replay_requested' | 'replayed' | 'discarded';
  readonly settledAt?: Instant;
  readonly settledBy?: string;
}

/** All that is known of one. */
export interface DeadLetterDetails extends DeadLetter {
  readonly key: string;
  readonly headers: EventHeaders;
  /** The message's value as it came. */
  readonly value: string;
  /** Where in the code it failed. */
  readonly stack?: string;
}

/** Which to list. */
export interface DeadLetterSelection {
  /** Only those of this company; those of all where it is left out. */
  readonly companyId?: CompanyId;
  /** Those that are settled too. */
  readonly includesSettled: boolean;
  /** Those parked after this one. */
  readonly after?: Uuid;
  readonly countMax: number;
}

interface DeadLetterRow {
  readonly dead_letter_id: Uuid;
  readonly company_id: CompanyId;
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly message_offset: string;
  readonly attempts: number;
  readonly reason: string;
  readonly parked_at: Instant;
  readonly replay_requested_at: Instant | null;
  readonly outcome: 'replayed' | 'discarded' | null;
  readonly settled_at: Instant | null;
  readonly settled_by: string | null;
}

interface DetailsRow extends DeadLetterRow {
  readonly key: string;
  readonly headers: string;
  readonly value: string;
  readonly stack: string | null;
}

const columns = `dead_letter_id, company_id, consumer, topic, partition, message_offset, attempts,
  reason, parked_at, replay_requested_at, outcome, settled_at, settled_by`;

const stateOf = ({ outcome, replay_requested_at }: DeadLetterRow): DeadLetter['state'] =>
  outcome ?? (replay_requested_at === null ? 'open' : 'replay_requested');

const toDeadLetter = (row: DeadLetterRow): DeadLetter => ({
  deadLetterId: row.dead_letter_id,
  companyId: row.company_id,
  consumer: row.consumer,
  topic: row.topic,
  partition: row.partition,
  offset: row.message_offset,
  attempts: row.attempts,
  reason: row.reason,
  parkedAt: row.parked_at,
  state: stateOf(row),
  ...(row.settled_at !== null && { settledAt: row.settled_at }),
  ...(row.settled_by !== null && { settledBy: row.settled_by }),
});

/** Lists dead letters, the oldest first. On the background connection those of all companies. */
export const listDeadLetters = async (
  connection: Connection,
  { companyId, includesSettled, after, countMax }: DeadLetterSelection,
): Promise<readonly DeadLetter[]> => {
  const { rows } = await connection.query<DeadLetterRow>(
    `SELECT ${columns} FROM inbox.dead_letters
     WHERE ($1::uuid IS NULL OR company_id = $1) AND ($2 OR settled_at IS NULL)
       AND ($3::uuid IS NULL OR (parked_at, dead_letter_id) >
         (SELECT parked_at, dead_letter_id FROM inbox.dead_letters WHERE dead_letter_id = $3))
     ORDER BY parked_at, dead_letter_id LIMIT $4`,
    [companyId ?? null, includesSettled, after ?? null, countMax],
  );
  return rows.map(toDeadLetter);
};

/** One with everything. Rejects with kind `not_found`. */
export const findDeadLetter = async (
  connection: Connection,
  deadLetterId: Uuid,
): Promise<DeadLetterDetails> => {
  const { rows } = await connection.query<DetailsRow>(
    `SELECT ${columns}, key, headers, value, stack FROM inbox.dead_letters
     WHERE dead_letter_id = $1`,
    [deadLetterId],
  );
  const [row] = rows;
  if (row === undefined) throw reject(messagingErrors.deadLetterNotFound);
  return {
    ...toDeadLetter(row),
    key: row.key,
    headers: JSON.parse(row.headers) as EventHeaders,
    value: row.value,
    ...(row.stack !== null && { stack: row.stack }),
  };
};

const change = async (
  transaction: Transaction,
  deadLetterId: Uuid,
  assignments: string,
  actorId: string,
): Promise<void> => {
  const { rowCount } = await transaction.query(
    `UPDATE inbox.dead_letters SET ${assignments}
     WHERE dead_letter_id = $1 AND settled_at IS NULL`,
    [deadLetterId, actorId],
  );
  if (rowCount === 1) return;
  await findDeadLetter(transaction, deadLetterId);
  throw reject(messagingErrors.deadLetterSettled);
};

/**
 * Asks for another attempt, which the service makes within a second or so; it stays open when that
 * fails. Rejects with kind `not_found`, or `failed_precondition` when it is settled.
 */
export const requestReplay = (
  transaction: Transaction,
  deadLetterId: Uuid,
  actorId: string,
): Promise<void> =>
  change(
    transaction,
    deadLetterId,
    'replay_requested_at = clock_timestamp(), replay_requested_by = $2',
    actorId,
  );

/** Settles it without effect. Rejects as `requestReplay`. */
export const discard = (
  transaction: Transaction,
  deadLetterId: Uuid,
  actorId: string,
): Promise<void> =>
  change(
    transaction,
    deadLetterId,
    `settled_at = clock_timestamp(), settled_by = $2, outcome = 'discarded',
     replay_requested_at = NULL`,
    actorId,
  );

/** What waits, over all companies and by consumer. */
export interface InboxFigures {
  readonly consumer: string;
  readonly stalledCompanies: number;
  readonly openDeadLetters: number;
}

/** For metrics; cheap, because little waits. */
export const inboxFigures = async (
  backgroundDatabase: Database,
): Promise<readonly InboxFigures[]> => {
  const { rows } = await backgroundDatabase.withoutCompany((connection) =>
    connection.query<{ consumer: string; stalled: number; dead: number }>(
      `SELECT consumer, sum(stalled)::integer AS stalled, sum(dead)::integer AS dead FROM (
         SELECT consumer, 1 AS stalled, 0 AS dead FROM inbox.stalled_companies
         UNION ALL
         SELECT consumer, 0, 1 FROM inbox.dead_letters WHERE settled_at IS NULL
       ) AS waiting GROUP BY consumer ORDER BY consumer`,
    ),
  );
  return rows.map(({ consumer, stalled, dead }) => ({
    ...{ consumer, stalledCompanies: stalled, openDeadLetters: dead },
  }));
};
