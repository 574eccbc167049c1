import type { Logger } from 'pino';
import type {
  PasswordMessage,
  Person,
  ResetTokenDelivery,
  SignInMetrics,
} from './authentication-ports';

export interface PasswordDelivery {
  /**
   * Sends a person a token to set their password with. Rejects when that fails and may succeed
   * later; where nothing can be delivered at all, says so in the log and in the metrics.
   */
  send(
    person: Person,
    token: Pick<PasswordMessage, 'purpose' | 'token' | 'expiresAt'>,
  ): Promise<void>;
}

export const createPasswordDelivery = ({
  delivery,
  signInMetrics,
  logger,
}: {
  readonly delivery: ResetTokenDelivery;
  readonly signInMetrics: SignInMetrics;
  readonly logger: Logger;
}): PasswordDelivery => ({
  send: async ({ userId, email, displayName }, { purpose, token, expiresAt }) => {
    const message = { to: email, displayName, purpose, token, expiresAt };
    if (await delivery.deliver(message)) return;
    signInMetrics.messageNotDelivered();
    const reason = 'a message to set a password cannot be delivered: set PASSWORD_RESET_FOLDER';
    logger.warn({ userId, purpose }, reason);
  },
});
