import { reject, type ActorId, type Instant, type NewUuid } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { emailKeyOf } from '../domain/person-details';
import { errors } from './authentication-errors';
import type {
  AttemptCounter,
  PasswordHashing,
  PasswordTokens,
  People,
  ResetRequests,
} from './authentication-ports';
import type { OwnAccount } from './own-account';
import type { PasswordRuleChecks } from './password-rules';
import type { PasswordSetting } from './password-setting';
import { digestOf } from './secret-values';
import type { Stranger } from './session-opening';
import { originOf } from './user-commands';

export interface PasswordUseCases {
  /** Sets another password with the help of the current one, and ends all other sessions. */
  change(
    context: RequestContext,
    input: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<Answer<PasswordChanged>>;
  /** Has a token sent to the address if somebody has it. The answer does not tell. */
  requestReset(context: Stranger, input: { readonly email: string }): Promise<Answer<Accepted>>;
  /** Sets a password with such a token; ends all sessions. */
  reset(
    context: Stranger,
    input: { readonly token: string; readonly newPassword: string },
  ): Promise<Answer<PasswordChanged>>;
}

export interface PasswordChanged {
  readonly changedAt: Instant;
}

export interface Accepted {
  readonly accepted: true;
}

interface Dependencies {
  readonly own: OwnAccount;
  readonly people: People;
  readonly passwordSetting: PasswordSetting;
  readonly passwordTokens: PasswordTokens;
  readonly resetRequests: ResetRequests;
  readonly hashing: PasswordHashing;
  readonly rules: PasswordRuleChecks;
  readonly attempts: AttemptCounter;
  readonly newUuid: NewUuid;
}

export const createPasswordUseCases = (dependencies: Dependencies): PasswordUseCases => {
  const { own, people, passwordSetting, passwordTokens, resetRequests } = dependencies;
  const { hashing, rules, attempts, newUuid } = dependencies;
  return {
    change: async (context, { currentPassword, newPassword }) => {
      const person = await own.personOf(context);
      const { sessionId } = await own.sessionOf(context);
      const hashed = await hashing.inTurn(async (turn) => {
        const typed = { password: currentPassword, field: 'currentPassword' };
        await own.requirePassword(context, person, turn, typed);
        // Who then needs several tries for a password that will do has guessed at nothing.
        await own.forgive(context, person);
        return rules.hashOf(turn, person, { password: newPassword, field: 'newPassword' });
      });
      await passwordSetting.set(originOf(context), {
        person,
        reason: 'change',
        ...hashed,
        exceptSessionId: sessionId,
        useUp: () => Promise.resolve(),
      });
      return { body: { changedAt: context.now } };
    },

    requestReset: async ({ now, correlationId, clientAddress }, { email }) => {
      const emailKey = emailKeyOf(email);
      const { isAllowed } = await attempts.begin(
        [
          { kind: 'resetRequest', emailKey },
          { kind: 'address', address: clientAddress },
        ],
        now,
      );
      if (isAllowed) await resetRequests.add({ requestId: newUuid(), emailKey, correlationId });
      return { body: { accepted: true } };
    },

    reset: async ({ now, correlationId }, { token, newPassword }) => {
      const digest = digestOf(token);
      const found = await passwordTokens.find(digest, now);
      const [person] = found === undefined ? [] : await people.find([found.userId]);
      const isUsable = found !== undefined && person?.isActive === true;
      if (!isUsable) throw reject(errors.passwordTokenRefused, { field: 'token' });
      const { userId } = person;
      const hashed = await hashing.inTurn((turn) =>
        rules.hashOf(turn, person, { password: newPassword, field: 'newPassword' }),
      );
      const origin = { actorId: userId as string as ActorId, correlationId, now };
      await passwordSetting.set(origin, {
        person,
        reason: 'reset',
        ...hashed,
        useUp: async (transaction) => {
          const isFirst = await passwordTokens.use(transaction, userId, digest);
          if (!isFirst) throw reject(errors.passwordTokenRefused, { field: 'token' });
        },
      });
      return { body: { changedAt: now } };
    },
  };
};
