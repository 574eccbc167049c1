import { toEventHeaders } from '@accounting/contracts';
import type { Transaction } from '@accounting/database';
import { CompanyId } from '@accounting/kernel';
import type { Failure } from '../consumer/failure';
import { noteHandled } from '../consumer/inbox';
import type { IncomingMessage, MessagePlace, RawMessage, UnreadableMessage } from '../port';

/** Of a message of which nobody can tell whose it is. */
export const nobodysCompany = '00000000-0000-0000-0000-000000000000' as CompanyId;

/** Whose message it seems to be, by its key. */
export const companyOf = ({ key }: RawMessage): CompanyId => CompanyId.parse(key) ?? nobodysCompany;

interface Parking {
  readonly companyId: CompanyId;
  readonly consumer: string;
  readonly failure: Failure;
  readonly attempts: number;
  /** Whether it is open again when it had been settled; a message that only came again is not. */
  readonly reopens: boolean;
}

const reopening = `DO UPDATE SET attempts = excluded.attempts, reason = excluded.reason,
  stack = excluded.stack, parked_at = excluded.parked_at, published_at = NULL, settled_at = NULL,
  settled_by = NULL, outcome = NULL, replay_requested_at = NULL`;

/** PostgreSQL takes no null characters. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD');

const park = async (
  transaction: Transaction,
  { companyId, consumer, failure, attempts, reopens }: Parking,
  { topic, partition, offset, key, headers, value }: RawMessage & MessagePlace,
): Promise<void> => {
  await transaction.query(
    `INSERT INTO inbox.dead_letters (company_id, consumer, topic, partition, message_offset, key,
       headers, value, attempts, reason, stack)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (consumer, topic, partition, message_offset, md5(headers || value))
     ${reopens ? reopening : 'DO NOTHING'}`,
    [
      ...[companyId, consumer, topic, partition, offset, key, JSON.stringify(headers), value],
      ...[attempts, failure.reason, failure.stack ?? null],
    ],
  );
};

/** Keeps a fact that its consumer gave up on; should it arrive again, it counts as handled. */
export const parkFact = async (
  transaction: Transaction,
  parking: Omit<Parking, 'reopens'>,
  fact: IncomingMessage,
): Promise<void> => {
  const { attributes, value } = fact;
  await noteHandled(transaction, parking, [attributes.id]);
  await park(
    transaction,
    { ...parking, reopens: true },
    {
      ...fact,
      key: attributes.companyId,
      headers: toEventHeaders(attributes),
      value: JSON.stringify(value),
    },
  );
};

/** Keeps a message that is no fact. */
export const parkUnreadable = async (
  transaction: Transaction,
  consumer: string,
  message: UnreadableMessage,
): Promise<void> => {
  const failure = { isTemporary: false, reason: storable(message.reason) };
  const about = { companyId: companyOf(message), consumer, failure, attempts: 1, reopens: false };
  const { key, value } = message;
  await park(transaction, about, { ...message, key: storable(key), value: storable(value) });
};
