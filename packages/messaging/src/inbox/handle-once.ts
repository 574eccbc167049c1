import type { Transaction } from '@accounting/database';
import type { CompanyId, Uuid } from '@accounting/kernel';

/** Which message, for whom. */
export interface InboxEntry {
  readonly companyId: CompanyId;
  /** Name of the consumer within the service; several of one service do not disturb each other. */
  readonly consumer: string;
  /** `attributes.id` of the message. */
  readonly messageId: Uuid;
}

/**
 * Does the work unless this consumer has done it for this message before; says whether it did. The
 * record and the work share the transaction, so both are kept or neither. A second delivery at the
 * same moment waits for the first and then finds the record. The work must use the transaction.
 */
export const handleOnce = async (
  transaction: Transaction,
  { companyId, consumer, messageId }: InboxEntry,
  work: () => Promise<void>,
): Promise<boolean> => {
  const recorded = await transaction.query({
    name: 'inbox-record',
    text: `INSERT INTO inbox.handled_messages (company_id, consumer, message_id)
           VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    values: [companyId, consumer, messageId],
  });
  if (recorded.rowCount === 0) return false;
  await work();
  return true;
};
