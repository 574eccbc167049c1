import type { Clock, ActorId } from '@accounting/kernel';
import type { BackgroundJob } from '@accounting/service-host';
import { setTimeout as sleep } from 'node:timers/promises';
import { later } from '../domain/instants';
import { lifetimesMs } from '../domain/session-policy';
import type { PasswordTokens, People, ResetRequest, ResetRequests } from './authentication-ports';
import type { TokenMessages } from './token-messages';
import { digestOf, newSecretText } from './secret-values';
import type { UserCommands } from './user-commands';

interface Dependencies {
  readonly clock: Clock;
  readonly users: UserCommands;
  readonly people: People;
  readonly passwordTokens: PasswordTokens;
  readonly resetRequests: ResetRequests;
  readonly tokenMessages: TokenMessages;
}

const restMs = 500;

const answer = async (
  { clock, users, people, passwordTokens, tokenMessages }: Dependencies,
  { emailKey, correlationId }: ResetRequest,
): Promise<void> => {
  const person = await people.findByEmailKey(emailKey);
  if (person?.isActive !== true) return;
  const { userId } = person;
  const now = clock();
  const token = newSecretText();
  const expiresAt = later(now, lifetimesMs.resetToken);
  const origin = { actorId: userId as string as ActorId, correlationId, now };
  const command = { type: 'RequestPasswordReset', data: { expiresAt } } as const;
  await users.run(origin, userId, command, (transaction) =>
    passwordTokens.put(transaction, { userId, digest: digestOf(token), expiresAt }),
  );
  const { email: to, displayName } = person;
  await tokenMessages.send({ purpose: 'reset', to, displayName, token, expiresAt });
};

/**
 * Looks who is behind the addresses that strangers have asked for, after they were answered. A
 * request whose message could not be sent is taken up again; the token sent before then ends.
 */
export const resetRequestsJob = (dependencies: Dependencies): BackgroundJob => ({
  name: 'password-reset-requests',
  run: async (signal) => {
    while (!signal.aborted) {
      const count = await dependencies.resetRequests.handle((request) =>
        answer(dependencies, request),
      );
      if (count === 0) await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
  },
});
