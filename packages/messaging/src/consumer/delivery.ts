import type { Database } from '@accounting/database';
import type { MessagingLogger } from '../logger';
import type { IncomingMessage, SubscriptionOptions, UnreadableMessage } from '../port';
import { companyOf, parkUnreadable } from '../dead-letters/parking';
import { backOffDelayMs } from '../timing/back-off';
import type { Consumer, ConsumerSettings } from './consumer';
import { failureOf } from './failure';
import { addWaiting, receive, takeTurn, type InboxKey } from './inbox';
import { saveStall } from './stalls';

export interface DeliveryOptions {
  readonly database: Database;
  readonly consumer: Consumer;
  readonly settings: ConsumerSettings;
  readonly logger: MessagingLogger;
}

/** What a log line says of a fact. */
export const factsOf = ({ topic, partition, offset, attributes }: IncomingMessage) => ({
  ...{ topic, partition, offset },
  ...{ messageId: attributes.id, type: attributes.type, companyId: attributes.companyId },
});

/**
 * Takes what a transport hands over: handles it, or has it wait behind what failed. Rejects only
 * when the service's own database takes neither.
 */
export const createDelivery = (
  options: DeliveryOptions,
): Pick<SubscriptionOptions, 'deliver' | 'refuse'> => {
  const { database, consumer, settings, logger } = options;

  const handle = (key: InboxKey, facts: readonly IncomingMessage[]): Promise<void> =>
    database.write([key.companyId], async (transaction) => {
      const fresh = await receive(transaction, key, facts);
      if (fresh === 'stalled') await addWaiting(transaction, key, facts);
      else if (fresh.length > 0) await consumer.handle(transaction, fresh);
    });

  const stall = async (
    key: InboxKey,
    facts: readonly [IncomingMessage, ...IncomingMessage[]],
    error: unknown,
  ): Promise<void> => {
    const { reason } = failureOf(error);
    const delayMs = backOffDelayMs(settings.retry, 1);
    await database.write([key.companyId], async (transaction) => {
      await takeTurn(transaction, key);
      await saveStall(transaction, key, { attempts: 1, delayMs, reason });
      await addWaiting(transaction, key, facts);
    });
    logger.warn(
      { consumer: consumer.name, ...factsOf(facts[0]), reason },
      'fact failed and will be tried again',
    );
  };

  /** One by one, so that only the one that fails and what follows it wait. */
  const handleSingly = async (key: InboxKey, facts: readonly IncomingMessage[]): Promise<void> => {
    for (const [index, fact] of facts.entries()) {
      try {
        await handle(key, [fact]);
      } catch (error) {
        await stall(key, [fact, ...facts.slice(index + 1)], error);
        return;
      }
    }
  };

  return {
    deliver: async (facts) => {
      const [first] = facts;
      if (first === undefined) return;
      const key = { companyId: first.attributes.companyId, consumer: consumer.name };
      try {
        await handle(key, facts);
      } catch (error) {
        if (facts.length === 1) await stall(key, [first], error);
        else await handleSingly(key, facts);
      }
    },
    refuse: async (message: UnreadableMessage) => {
      const { topic, partition, offset, reason } = message;
      await database.write([companyOf(message)], (transaction) =>
        parkUnreadable(transaction, consumer.name, message),
      );
      const facts = { consumer: consumer.name, topic, partition, offset, reason };
      logger.error(facts, 'message nobody can read parked as a dead letter');
    },
  };
};
