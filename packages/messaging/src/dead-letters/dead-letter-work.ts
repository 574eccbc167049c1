import type { EventHeaders } from '@accounting/contracts';
import type { Database, Transaction } from '@accounting/database';
import type { CompanyId, Uuid } from '@accounting/kernel';
import type { Consumer } from '../consumer/consumer';
import { failureOf, type Failure } from '../consumer/failure';
import { noteHandled, takeTurn } from '../consumer/inbox';
import { arrivalOf } from '../envelope';
import type { MessagingLogger } from '../logger';
import type { RawMessage, Transport } from '../port';
import { pause } from '../timing/bell';
import { deadLetterTopicOf } from '../topics';
import { findDeadLetter, type DeadLetterDetails } from './dead-letters';

export interface DeadLetterWorkOptions {
  readonly transport: Pick<Transport, 'publishRaw'>;
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly service: string;
  readonly consumers: readonly Consumer[];
  readonly lookIntervalMs: number;
  readonly logger: MessagingLogger;
}

interface Found {
  readonly deadLetterId: Uuid;
  readonly companyId: CompanyId;
}

const countMax = 100;

/** Replays dead letters when somebody asks, and shows new ones on the topic of dead letters. */
export class DeadLetterWork {
  constructor(private readonly options: DeadLetterWorkOptions) {}

  /** Runs until the signal aborts; what cannot be done now is tried again. */
  async run(signal: AbortSignal): Promise<void> {
    const { lookIntervalMs, logger } = this.options;
    let isFailing = false;
    while (!signal.aborted) {
      try {
        for (const one of await this.find('replay_requested_at IS NOT NULL')) {
          await this.replay(one);
        }
        for (const one of await this.find('published_at IS NULL', 'all')) await this.show(one);
        isFailing = false;
      } catch (error) {
        if (!isFailing) logger.warn({ err: error }, 'dead letters cannot be looked after');
        isFailing = true;
      }
      await pause(lookIntervalMs, signal);
    }
  }

  private async find(condition: string, which: 'open' | 'all' = 'open'): Promise<readonly Found[]> {
    const { rows } = await this.options.backgroundDatabase.withoutCompany((connection) =>
      connection.query<{ dead_letter_id: Uuid; company_id: CompanyId }>(
        `SELECT dead_letter_id, company_id FROM inbox.dead_letters
         WHERE ${condition} AND (settled_at IS NULL OR $2) AND consumer = ANY ($3)
         ORDER BY parked_at LIMIT $1`,
        [countMax, which === 'all', this.options.consumers.map(({ name }) => name)],
      ),
    );
    return rows.map(({ dead_letter_id: deadLetterId, company_id: companyId }) => ({
      ...{ deadLetterId, companyId },
    }));
  }

  private async replay(found: Found): Promise<void> {
    const { database, logger } = this.options;
    const { deadLetterId, companyId } = found;
    try {
      await database.write([companyId], (transaction) => this.attempt(transaction, deadLetterId));
      logger.info({ deadLetterId, companyId }, 'dead letter replayed');
    } catch (error) {
      const failure = failureOf(error);
      await database.write([companyId], (transaction) => noteFailure(transaction, found, failure));
      const facts = { deadLetterId, companyId, reason: failure.reason };
      logger.warn(facts, 'dead letter failed again');
    }
  }

  private async attempt(transaction: Transaction, deadLetterId: Uuid): Promise<void> {
    const letter = await findDeadLetter(transaction, deadLetterId);
    await takeTurn(transaction, letter);
    const { rowCount } = await transaction.query(
      `UPDATE inbox.dead_letters SET settled_at = clock_timestamp(), outcome = 'replayed',
         settled_by = replay_requested_by, replay_requested_at = NULL
       WHERE dead_letter_id = $1 AND settled_at IS NULL AND replay_requested_at IS NOT NULL`,
      [deadLetterId],
    );
    // Another replica was faster.
    if (rowCount === 0) return;
    const consumer = this.options.consumers.find(({ name }) => name === letter.consumer);
    const { fact, unreadable } = arrivalOf(letter, letter);
    if (fact === undefined) throw new Error(`Nobody can read it: ${unreadable.reason}`);
    await forgetParking(transaction, letter, fact.attributes.id);
    // It may have taken effect meanwhile: facts were replayed, or it arrived twice.
    const fresh = await noteHandled(transaction, letter, [fact.attributes.id]);
    if (fresh.size > 0) await consumer?.handle(transaction, [fact]);
  }

  /** Others may want to know; the table stays what counts. */
  private async show({ deadLetterId, companyId }: Found): Promise<void> {
    const { database, transport, service } = this.options;
    const letter = await database.read(companyId, (connection) =>
      findDeadLetter(connection, deadLetterId),
    );
    const headers: EventHeaders = {
      ...letter.headers,
      dead_letter_id: deadLetterId,
      dead_letter_group: `${service}.${letter.consumer}`,
      dead_letter_attempts: String(letter.attempts),
      dead_letter_reason: letter.reason,
      dead_letter_stack: letter.stack ?? '',
      dead_letter_partition: String(letter.partition),
      dead_letter_offset: letter.offset,
    };
    const topic = deadLetterTopicOf(letter.topic);
    const message: RawMessage = { topic, key: companyId, headers, value: letter.value };
    await transport.publishRaw([message]);
    await database.write([companyId], async (transaction) => {
      await transaction.query(
        'UPDATE inbox.dead_letters SET published_at = clock_timestamp() WHERE dead_letter_id = $1',
        [deadLetterId],
      );
    });
  }
}

/** The note that was written when the fact was parked says nothing of an effect. */
const forgetParking = async (
  transaction: Transaction,
  { deadLetterId }: DeadLetterDetails,
  messageId: Uuid,
): Promise<void> => {
  await transaction.query(
    `DELETE FROM inbox.handled_messages AS note USING inbox.dead_letters AS letter
     WHERE letter.dead_letter_id = $1 AND note.company_id = letter.company_id
       AND note.consumer = letter.consumer AND note.message_id = $2
       AND note.handled_at <= letter.parked_at`,
    [deadLetterId, messageId],
  );
};

const noteFailure = async (
  transaction: Transaction,
  { deadLetterId }: Found,
  { reason, stack }: Failure,
): Promise<void> => {
  await transaction.query(
    `UPDATE inbox.dead_letters SET replay_requested_at = NULL, attempts = attempts + 1,
       reason = $2, stack = $3
     WHERE dead_letter_id = $1 AND settled_at IS NULL`,
    [deadLetterId, reason, stack ?? null],
  );
};
