import { textColumn, uuidColumn, type Transaction } from '@accounting/database';
import { toEventHeaders, type EventHeaders } from '@accounting/contracts';
import type { CompanyId, Uuid } from '@accounting/kernel';
import { arrivalOf } from '../envelope';
import type { IncomingMessage } from '../port';
import { pause } from '../timing/bell';

/** Whose facts, for whom. */
export interface InboxKey {
  readonly companyId: CompanyId;
  /** Name of the consumer within the service; several of one service do not disturb each other. */
  readonly consumer: string;
}

/** Until the transaction ends nobody else handles facts of this company for this consumer. */
export const takeTurn = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
): Promise<void> => {
  await transaction.query('SELECT inbox.take_turn($1, $2)', [consumer, companyId]);
};

const turnTriesMax = 20;
const turnPauseMs = 5;

/**
 * The same, but false when somebody else is at it for longer than it takes to note an arrival, a
 * tenth of a second.
 */
export const tryTurn = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
): Promise<boolean> => {
  for (let tries = 1; tries <= turnTriesMax; tries += 1) {
    const { rows } = await transaction.query<{ taken: boolean }>(
      'SELECT inbox.try_turn($1, $2) AS taken',
      [consumer, companyId],
    );
    if (rows[0]?.taken === true) return true;
    await pause(turnPauseMs);
  }
  return false;
};

/**
 * Takes the turn, notes facts as handled and answers which of them were not; `stalled` when earlier
 * ones of the company wait. The notes are kept if the transaction is. A second delivery at the same
 * moment waits for the first, and then finds its notes.
 */
export const receive = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
  facts: readonly IncomingMessage[],
): Promise<readonly IncomingMessage[] | 'stalled'> => {
  const { rows } = await transaction.query<{ fresh: readonly Uuid[] | null }>({
    name: 'inbox-receive',
    text: 'SELECT inbox.receive($1, $2, $3) AS fresh',
    values: [consumer, companyId, uuidColumn(facts.map(({ attributes }) => attributes.id))],
  });
  const fresh = rows[0]?.fresh ?? null;
  if (fresh === null) return 'stalled';
  if (fresh.length === 0) return [];
  // A batch may hold the same fact twice, when a publisher repeated it.
  const remaining = new Set(fresh);
  return facts.filter(({ attributes }) => remaining.delete(attributes.id));
};

/** Notes facts as handled, stalled or not; answers which were not. For whoever has the turn. */
export const noteHandled = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
  messageIds: readonly Uuid[],
): Promise<ReadonlySet<Uuid>> => {
  const { rows } = await transaction.query<{ message_id: Uuid }>(
    `INSERT INTO inbox.handled_messages (company_id, consumer, message_id)
     SELECT $1, $2, id FROM unnest($3::uuid[]) AS id ON CONFLICT DO NOTHING RETURNING message_id`,
    [companyId, consumer, messageIds],
  );
  return new Set(rows.map(({ message_id }) => message_id));
};

/** Has facts wait for the earlier ones of their company. */
export const addWaiting = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
  facts: readonly IncomingMessage[],
): Promise<void> => {
  await transaction.query(
    `INSERT INTO inbox.waiting_messages
       (company_id, consumer, message_id, topic, partition, message_offset, headers, value)
     SELECT $1, $2, fact.* FROM unnest($3::uuid[], $4::text[], $5::smallint[], $6::bigint[],
       $7::text[], $8::text[]) AS fact
     ON CONFLICT (company_id, consumer, message_id) DO NOTHING`,
    [
      ...[companyId, consumer],
      uuidColumn(facts.map(({ attributes }) => attributes.id)),
      textColumn(facts.map(({ topic }) => topic)),
      ...[facts.map(({ partition }) => partition), facts.map(({ offset }) => offset)],
      textColumn(facts.map(({ attributes }) => JSON.stringify(toEventHeaders(attributes)))),
      textColumn(facts.map(({ value }) => JSON.stringify(value))),
    ],
  );
};

/** A fact that waits. */
export interface WaitingMessage {
  /** Grows in the company's order. */
  readonly place: string;
  readonly fact: IncomingMessage;
}

/** The oldest that wait. */
export const firstWaiting = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
  countMax: number,
): Promise<readonly WaitingMessage[]> => {
  const { rows } = await transaction.query<{
    readonly place: string;
    readonly topic: string;
    readonly partition: number;
    readonly message_offset: string;
    readonly headers: string;
    readonly value: string;
  }>(
    `SELECT place, topic, partition, message_offset, headers, value FROM inbox.waiting_messages
     WHERE company_id = $1 AND consumer = $2 ORDER BY place LIMIT $3`,
    [companyId, consumer, countMax],
  );
  return rows.flatMap(({ place, topic, partition, message_offset: offset, headers, value }) => {
    const { fact } = arrivalOf(
      { topic, key: companyId, headers: JSON.parse(headers) as EventHeaders, value },
      { topic, partition, offset },
    );
    return fact === undefined ? [] : [{ place, fact }];
  });
};

export const removeWaiting = async (
  transaction: Transaction,
  { companyId, consumer }: InboxKey,
  upToPlace: string,
): Promise<void> => {
  await transaction.query(
    'DELETE FROM inbox.waiting_messages WHERE company_id = $1 AND consumer = $2 AND place <= $3',
    [companyId, consumer, upToPlace],
  );
};
