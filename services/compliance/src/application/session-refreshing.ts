import type { Database } from '@accounting/database';
import { reject, Uuid, type ActorId } from '@accounting/kernel';
import type { Answer } from '@accounting/service-host';
import { sessionEndsAt } from '../domain/session-policy';
import type { AccessDirectory } from './access-ports';
import { errors } from './authentication-errors';
import type { People, SignInMetrics } from './authentication-ports';
import { digestOf, isSameDigest } from './secret-values';
import type { SignedInAnswer } from './session-opening';
import type { RefreshTokens, Session, SessionStore } from './session-ports';
import type { LoggedStranger } from './sign-in-refusals';
import type { TokenIssuing, TokenSubject } from './token-issuing';
import type { UserCommands } from './user-commands';

export interface SessionRefreshing {
  refresh(
    context: LoggedStranger,
    input: { readonly refreshToken: string },
  ): Promise<Answer<SignedInAnswer>>;
}

interface Dependencies {
  readonly database: Pick<Database, 'write'>;
  readonly users: UserCommands;
  readonly people: People;
  readonly sessions: SessionStore;
  readonly refreshTokens: RefreshTokens;
  readonly tokens: TokenIssuing;
  readonly access: AccessDirectory;
  readonly signInMetrics: SignInMetrics;
}

/** Somebody else has used the token meanwhile. */
class LostToken extends Error {}

interface PresentedToken {
  readonly tokenId: Uuid;
  readonly session: Session;
}

/** What was presented, or `undefined` when it is no token of a session under way. */
const findPresented = async (
  { refreshTokens, sessions }: Dependencies,
  { now }: LoggedStranger,
  text: string,
): Promise<PresentedToken | undefined> => {
  const [id = '', secret = ''] = text.split('.', 2);
  const tokenId = Uuid.parse(id);
  const token = tokenId === undefined ? undefined : await refreshTokens.find(tokenId);
  // A wrong secret must not end the session: anybody could then end it who has seen the id.
  if (token === undefined || !isSameDigest(token.digest, digestOf(secret))) return undefined;
  const session = await sessions.find(token.sessionId, now);
  if (session === undefined || token.expiresAt <= now) return undefined;
  return { tokenId: token.tokenId, session };
};

/** One of two who have the token is a thief; which one cannot be told, so both have to sign in. */
const endStolenSession = async (
  { users, sessions, signInMetrics }: Dependencies,
  { correlationId, now, logger }: LoggedStranger,
  { sessionId, userId }: Session,
): Promise<void> => {
  signInMetrics.refreshTokenReused();
  logger.warn({ userId, sessionId }, 'a refresh token was used twice; its session was ended');
  const origin = { actorId: userId as string as ActorId, correlationId, now };
  const command = { type: 'ReportTokenReuse', data: { sessionId } } as const;
  await users.run(origin, userId, command, async (transaction) => {
    await sessions.end(transaction, { userId, sessionId }, now);
  });
};

/** What the next tokens of a session are made for; `undefined` when it may not go on. */
const subjectOf = async (
  { people, access: directory }: Dependencies,
  { now }: LoggedStranger,
  session: Session,
): Promise<TokenSubject | undefined> => {
  const [person] = await people.find([session.userId]);
  const accesses = await directory.accessesOf(session.userId);
  const access = accesses.find(({ companyId }) => companyId === session.companyId);
  if (person?.isActive !== true || access === undefined) return undefined;
  const isOver = sessionEndsAt(session.beganAt, access) <= now;
  return isOver ? undefined : { person, access, accesses, session };
};

export const createSessionRefreshing = (dependencies: Dependencies): SessionRefreshing => {
  const { database, sessions, tokens } = dependencies;

  const rotate = async (
    { now }: LoggedStranger,
    { tokenId, session }: PresentedToken,
    subject: TokenSubject,
  ): Promise<SignedInAnswer> => {
    const accessToken = await tokens.accessToken(subject, now);
    const refreshToken = await tokens.refreshToken(subject, now);
    const { sessionId } = session;
    const { tokenId: nextId, expiresAt } = refreshToken;
    const rotation = { sessionId, presentedId: tokenId, nextId, now, expiresAt };
    await database.write([], async (transaction) => {
      // The session is locked first, as by those who end it, so that neither waits for the other.
      const outcome = await sessions.rotate(transaction, rotation);
      if (outcome === 'ended') throw reject(errors.refreshRefused);
      if (outcome === 'used') throw new LostToken();
      await accessToken.record(transaction);
    });
    return { status: 'signed_in', ...accessToken.answer, ...refreshToken.answer };
  };

  return {
    refresh: async (context, { refreshToken }) => {
      const presented = await findPresented(dependencies, context, refreshToken);
      if (presented === undefined) throw reject(errors.refreshRefused);
      if (presented.tokenId !== presented.session.refreshTokenId) {
        await endStolenSession(dependencies, context, presented.session);
        throw reject(errors.refreshRefused);
      }
      const subject = await subjectOf(dependencies, context, presented.session);
      if (subject === undefined) throw reject(errors.refreshRefused);
      try {
        return { body: await rotate(context, presented, subject) };
      } catch (failure) {
        if (!(failure instanceof LostToken)) throw failure;
        await endStolenSession(dependencies, context, presented.session);
        throw reject(errors.refreshRefused);
      }
    },
  };
};
