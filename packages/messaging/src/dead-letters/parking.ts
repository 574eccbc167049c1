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
}

const park = async (
  transaction: Transaction,
  { companyId, consumer, failure, attempts }: Parking,
  { topic, partition, offset, key, headers, value }: RawMessage & MessagePlace,
): Promise<void> => {
  await transaction.query(
    `INSERT INTO inbox.dead_letters (company_id, consumer, topic, partition, message_offset, key,
       headers, value, attempts, reason, stack)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (consumer, topic, partition, message_offset) DO NOTHING`,
    [
      ...[companyId, consumer, topic, partition, offset, key, JSON.stringify(headers), value],
      ...[attempts, failure.reason, failure.stack ?? null],
    ],
  );
};

/** Keeps a fact that its consumer gave up on; should it arrive again, it counts as handled. */
export const parkFact = async (
  transaction: Transaction,
  parking: Parking,
  fact: IncomingMessage,
): Promise<void> => {
  const { attributes, value } = fact;
  await noteHandled(transaction, parking, [attributes.id]);
  await park(transaction, parking, {
    ...fact,
    key: attributes.companyId,
    headers: toEventHeaders(attributes),
    value: JSON.stringify(value),
  });
};

/** Keeps a message that is no fact. */
export const parkUnreadable = async (
  transaction: Transaction,
  consumer: string,
  message: UnreadableMessage,
): Promise<void> => {
  const { reason } = message;
  const storable = { ...message, value: message.value.replaceAll('\0', '\uFFFD') };
  const failure = { isTemporary: false, reason };
  const companyId = companyOf(message);
  await park(transaction, { companyId, consumer, failure, attempts: 1 }, storable);
};
