import { reject, type Uuid, type CompanyId, type Instant } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import type { AccessDirectory } from './access-ports';
import { errors } from './authentication-errors';
import type { People } from './authentication-ports';
import type { OwnAccount } from './own-account';
import type { AccessTokens, Session, SessionSelection, SessionStore } from './session-ports';
import {
  choiceOf,
  currentGrant,
  nextStepsOf,
  type AccessTokenAnswer,
  type CompanyChoice,
  type TokenIssuing,
} from './token-issuing';
import { keyedOriginOf, originOf, type UserCommands } from './user-commands';
import type { Sessions } from './user-ports';

export interface SessionView {
  readonly sessionId: Uuid;
  readonly companyId: CompanyId;
  readonly clientAddress: string;
  readonly beganAt: Instant;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
  readonly withSecondFactor: boolean;
  /** The one that asks. */
  readonly isCurrent: boolean;
}

export interface OwnAccountView {
  readonly userId: Uuid;
  readonly email: string;
  readonly displayName: string;
  readonly hasSecondFactor: boolean;
  readonly company: CompanyChoice;
  readonly companies: readonly CompanyChoice[];
  readonly permissions: readonly string[];
  readonly nextSteps: AccessTokenAnswer['nextSteps'];
}

export interface SessionUseCases extends Sessions {
  describe(context: RequestContext): Promise<Answer<OwnAccountView>>;
  list(context: RequestContext): Promise<Answer<{ readonly sessions: readonly SessionView[] }>>;
  signOut(context: RequestContext): Promise<Answer<Ended>>;
  end(context: RequestContext, sessionId: Uuid): Promise<Answer<Ended>>;
  endAll(context: RequestContext): Promise<Answer<Ended>>;
  switchCompany(
    context: RequestContext,
    input: { readonly companyId: CompanyId },
  ): Promise<Answer<AccessTokenAnswer>>;
  /** Revokes one access token of the caller's company, whoever has it. */
  revoke(
    context: RequestContext,
    input: { readonly tokenId: Uuid },
  ): Promise<Answer<{ readonly tokenId: Uuid; readonly expiresAt: Instant }>>;
}

/** How many sessions ended. */
export interface Ended {
  readonly ended: number;
}

interface Dependencies {
  readonly own: OwnAccount;
  readonly users: UserCommands;
  readonly people: People;
  readonly sessions: SessionStore;
  readonly accessTokens: AccessTokens;
  readonly tokens: TokenIssuing;
  readonly access: AccessDirectory;
}

const endSessions = async (
  { users, sessions }: Dependencies,
  context: RequestContext,
  which: Omit<SessionSelection, 'exceptSessionId'>,
): Promise<number> => {
  const { userId, ...data } = which;
  let ended = 0;
  await users.run(originOf(context), userId, { type: 'EndSessions', data }, async (transaction) => {
    ended = await sessions.end(transaction, which, context.now);
  });
  return ended;
};

const viewOf = (
  { userId: _userId, refreshTokenId: _tokenId, passedSecondFactor, ...session }: Session,
  currentId: string | undefined,
): SessionView => ({
  ...session,
  withSecondFactor: passedSecondFactor,
  isCurrent: session.sessionId === currentId,
});

const describe = async (
  { own, access: directory }: Dependencies,
  context: RequestContext,
): Promise<OwnAccountView> => {
  const person = await own.personOf(context);
  const session = await own.sessionOf(context);
  const { userId, email, displayName, hasSecondFactor } = person;
  const accesses = await directory.accessesOf(userId);
  const access = accesses.find(({ companyId }) => companyId === context.companyId);
  if (access === undefined) throw reject(errors.companyNotOpen);
  const grant = currentGrant({ person, access, session }, context.now);
  return {
    userId,
    email,
    displayName,
    hasSecondFactor,
    company: choiceOf(access),
    companies: accesses.map(choiceOf),
    permissions: [...context.permissions].sort(),
    nextSteps: nextStepsOf(grant),
  };
};

const switchCompany = async (
  { own, access: directory, users, people, sessions, accessTokens, tokens }: Dependencies,
  context: RequestContext,
  companyId: CompanyId,
): Promise<AccessTokenAnswer> => {
  const { now } = context;
  const person = await own.personOf(context);
  const session = await own.sessionOf(context);
  const { userId } = person;
  const { sessionId } = session;
  const accesses = await directory.accessesOf(userId);
  const access = accesses.find((each) => each.companyId === companyId);
  if (access === undefined) throw reject(errors.companyNotOpen, { field: 'companyId' });
  const issued = await tokens.accessToken({ person, access, accesses, session }, now);
  const data = { sessionId, companyId };
  await users.run(originOf(context), userId, { type: 'SwitchCompany', data }, async (write) => {
    const isUnderWay = await sessions.change(write, sessionId, { companyId, lastUsedAt: now });
    if (!isUnderWay) throw reject(errors.sessionEnded);
    await accessTokens.revokeOfSession(write, sessionId, now);
    await issued.record(write);
    await people.noteCompany(write, userId, { companyId });
  });
  return issued.answer;
};

export const createSessionUseCases = (dependencies: Dependencies): SessionUseCases => {
  const { own, users, sessions, accessTokens } = dependencies;
  return {
    describe: async (context) => ({ body: await describe(dependencies, context) }),

    list: async (context) => {
      const { userId } = await own.personOf(context);
      const all = await sessions.listOf(userId, context.now);
      const { sessionId } = context.credential;
      return { body: { sessions: all.map((session) => viewOf(session, sessionId)) } };
    },

    signOut: async (context) => {
      const { userId, sessionId } = await own.sessionOf(context);
      return { body: { ended: await endSessions(dependencies, context, { userId, sessionId }) } };
    },

    end: async (context, sessionId) => {
      const { userId } = await own.personOf(context);
      const session = await sessions.find(sessionId, context.now);
      if (session?.userId !== userId) throw reject(errors.sessionUnknown);
      return { body: { ended: await endSessions(dependencies, context, { userId, sessionId }) } };
    },

    endAll: async (context) => {
      const { userId } = await own.personOf(context);
      return { body: { ended: await endSessions(dependencies, context, { userId }) } };
    },

    endOf: async (transaction, member, now) => {
      await sessions.end(transaction, member, now);
    },

    switchCompany: async (context, { companyId }) => ({
      body: await switchCompany(dependencies, context, companyId),
    }),

    revoke: async (context, { tokenId }) => {
      const { companyId, now } = context;
      const token = await accessTokens.find(tokenId, companyId);
      if (token === undefined) throw reject(errors.tokenUnknown, { field: 'tokenId' });
      const { userId, expiresAt } = token;
      const command = { type: 'RevokeAccessToken', data: { tokenId, companyId } } as const;
      await users.run(keyedOriginOf(context), userId, command, (transaction) =>
        accessTokens.revoke(transaction, tokenId, now),
      );
      return { body: { tokenId, expiresAt } };
    },
  };
};
