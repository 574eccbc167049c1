import type { Transaction } from '@accounting/database';
import { DomainError, reject, type ActorId, type Instant, type NewUuid } from '@accounting/kernel';
import { errors as userErrors } from '../domain/user/errors';
import type { SignIn } from '../domain/user/commands';
import type { Access } from './access-ports';
import { errors } from './authentication-errors';
import type { AttemptCounter, AttemptSubject, People, Person } from './authentication-ports';
import type { SessionStore } from './session-ports';
import type { AccessTokenAnswer, RefreshTokenAnswer, TokenIssuing } from './token-issuing';
import type { UserCommands } from './user-commands';

/** What is known of a request before anybody has signed in. */
export interface Stranger {
  readonly correlationId: string;
  readonly now: Instant;
  readonly clientAddress: string;
}

export type SignedInAnswer = { readonly status: 'signed_in' } & AccessTokenAnswer &
  RefreshTokenAnswer;

/** Somebody who has proven who they are. */
export interface Proven {
  readonly person: Person;
  readonly access: Access;
  readonly accesses: readonly Access[];
  readonly proof: SignIn['data']['proof'];
  /** The attempts that are forgiven now. */
  readonly subjects: readonly AttemptSubject[];
  /** Uses up what was presented; in the transaction of the sign-in. */
  useUp(transaction: Transaction): Promise<void>;
}

export interface SessionOpening {
  open(context: Stranger, proven: Proven): Promise<SignedInAnswer>;
}

export const createSessionOpening = ({
  users,
  tokens,
  sessions,
  people,
  attempts,
  newUuid,
}: {
  readonly users: UserCommands;
  readonly tokens: TokenIssuing;
  readonly sessions: SessionStore;
  readonly people: People;
  readonly attempts: AttemptCounter;
  readonly newUuid: NewUuid;
}): SessionOpening => ({
  open: async ({ now, correlationId, clientAddress }, proven) => {
    const { person, access, accesses, proof, subjects } = proven;
    const { userId } = person;
    const { companyId } = access;
    const sessionId = newUuid();
    const passedSecondFactor = proof !== 'password';
    const session = { sessionId, beganAt: now, passedSecondFactor };
    const subject = { person, access, accesses, session };
    const accessToken = await tokens.accessToken(subject, now);
    const refreshToken = await tokens.refreshToken(subject, now);
    const record = async (transaction: Transaction): Promise<void> => {
      await proven.useUp(transaction);
      await sessions.begin(transaction, {
        ...session,
        userId,
        companyId,
        clientAddress,
        lastUsedAt: now,
        expiresAt: refreshToken.expiresAt,
        refreshTokenId: refreshToken.tokenId,
      });
      await accessToken.record(transaction);
      await people.noteCompany(transaction, userId, { companyId, signedInAt: now });
    };
    const actorId = userId as string as ActorId;
    const data = { sessionId, companyId, proof };
    await users
      .run({ actorId, correlationId, now }, userId, { type: 'SignIn', data }, record)
      .catch(refuseDeactivated);
    await attempts.succeed(subjects, now);
    return { status: 'signed_in', ...accessToken.answer, ...refreshToken.answer };
  },
});

/** Deactivated while they signed in: told the same as a moment later. */
const refuseDeactivated = (failure: unknown): never => {
  const isDeactivated =
    failure instanceof DomainError && failure.code === userErrors.userDeactivated.code;
  throw isDeactivated ? reject(errors.signInRefused) : failure;
};
