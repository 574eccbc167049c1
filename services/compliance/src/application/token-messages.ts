import type { Logger } from 'pino';
import type { MessageDelivery, SignInMetrics, TokenMessage } from './authentication-ports';

export interface TokenMessages {
  /** False where nothing can be delivered at all. */
  readonly canSend: boolean;
  /**
   * Sends a token to the address of the person whom it is for, and to nobody else. Rejects when
   * that fails and may succeed later; where nothing can be delivered at all, says so in the log and
   * in the metrics.
   */
  send(message: TokenMessage): Promise<void>;
}

export const createTokenMessages = ({
  delivery,
  signInMetrics,
  logger,
}: {
  readonly delivery: MessageDelivery;
  readonly signInMetrics: SignInMetrics;
  readonly logger: Logger;
}): TokenMessages => ({
  canSend: delivery.canDeliver,
  send: async (message) => {
    if (delivery.canDeliver) return delivery.deliver(message);
    signInMetrics.messageNotDelivered();
    const { purpose } = message;
    logger.warn({ purpose }, 'a message with a token cannot be delivered: set MESSAGES_FOLDER');
  },
});
