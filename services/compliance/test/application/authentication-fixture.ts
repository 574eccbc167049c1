import { createDatabase, databaseMigrations, type Database } from '@accounting/database';
import { createPostgresEventStore, eventStoreMigrations } from '@accounting/event-store';
import { newUuid, type ActorId, type CompanyId, type Instant, type Uuid } from '@accounting/kernel';
import { Secret, type RequestContext } from '@accounting/service-host';
import { createTestDatabase, fakeClock, type FakeClock } from '@accounting/testing';
import { decode } from 'jsonwebtoken';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Access, AccessDirectory } from '../../src/application/access-ports';
import { createAuthentication, type Authentication } from '../../src/application/authentication';
import type { AuthenticationAdapters } from '../../src/application/authentication-dependencies';
import type { TokenMessage } from '../../src/application/authentication-ports';
import { digestOf, newSecretText } from '../../src/application/secret-values';
import type { SignedInAnswer } from '../../src/application/session-opening';
import type { LoggedStranger } from '../../src/application/sign-in-refusals';
import { later } from '../../src/domain/instants';
import { lifetimesMs } from '../../src/domain/session-policy';
import { createAuthenticationAdapters } from '../../src/infrastructure/authentication-adapters';
import { createPasswordHashing } from '../../src/infrastructure/password-hashing.argon2';
import { secretsKeys } from '../../src/infrastructure/sealed-secrets';
import { createTokenStore } from '../../src/infrastructure/token-store';
import type { TokenStoreConfiguration } from '../../src/infrastructure/token-store-settings';

/** Passwords that nobody else has. */
export const passwords = {
  first: 'fragile otters mend copper lanterns',
  second: 'seven quiet ferries leave at dusk',
  third: 'a plum orchard beyond the viaduct',
} as const;

/** Who may work for which company, as far as a test says. */
export class TestDirectory implements AccessDirectory {
  readonly accesses = new Map<Uuid, Access[]>();
  asked = 0;

  async accessesOf(userId: Uuid): Promise<readonly Access[]> {
    this.asked += 1;
    return this.accesses.get(userId) ?? [];
  }

  admit(userId: Uuid, access: Partial<Access> = {}): CompanyId {
    const companyId = access.companyId ?? (newUuid() as CompanyId);
    const whole: Access = {
      companyId,
      companyName: 'Vake Bakery',
      permissions: ['accounts:read', 'transactions:read'],
      sessionLengthMs: 30 * 86_400_000,
      requiresSecondFactor: false,
      passwordRules: { lengthMin: 12, historyCount: 5, lifetimeDays: 0 },
      ...access,
    };
    this.accesses.set(userId, [...(this.accesses.get(userId) ?? []), whole]);
    return companyId;
  }
}

/** This half of the service on a PostgreSQL of its own, with a clock that the test moves. */
export interface TestAuthentication {
  readonly app: Authentication;
  readonly adapters: AuthenticationAdapters;
  readonly database: Database;
  readonly owner: Database;
  readonly clock: FakeClock;
  readonly directory: TestDirectory;
  readonly messages: TokenMessage[];
  readonly logLines: string[];
  readonly metrics: Registry;
  /** Hash verifications since the start. */
  readonly verifications: () => number;
  /** Another replica of the service on the same database. */
  replica(change?: Partial<AuthenticationAdapters>): Authentication;
  stranger(address?: string): LoggedStranger;
  contextOf(answer: Pick<SignedInAnswer, 'accessToken'>): RequestContext;
  /** Facts of one person, oldest first. */
  factsOf(userId: Uuid): Promise<readonly { readonly type: string; readonly data: object }[]>;
  close(): Promise<void>;
}

/** Little work, so that tests are quick; the parameters in use have a test of their own. */
export const cheapCost = { memoryKib: 64, passes: 1, lanes: 1 } as const;

const configuration = {
  SECRETS_KEY: secretsKeys(randomBytes(32).toString('base64')),
  SIGNING_KEY_LIFETIME_MS: 30 * 86_400_000,
  SIGNING_KEY_PUBLISHED_MS: 300_000,
  PASSWORD_HASHINGS_MAX: 2,
  PASSWORD_HASHINGS_WAITING_MAX: 100,
  MESSAGES_FOLDER: undefined,
  FIRST_ADMINISTRATOR_EMAIL: 'first@example.ge',
  FIRST_ADMINISTRATOR_PASSWORD_FILE: undefined,
} as const;

const countingHashing = () => {
  let count = 0;
  const hashing = createPasswordHashing({ atOnceMax: 2, waitingMax: 100, cost: cheapCost });
  return {
    count: () => count,
    hashing: {
      inTurn: ((work) =>
        hashing.inTurn((turn) =>
          work({
            ...turn,
            verify: (password, hash) => {
              count += 1;
              return turn.verify(password, hash);
            },
          }),
        )) as typeof hashing.inTurn,
    },
  };
};

const openDatabases = async () => {
  const test = await createTestDatabase({
    name: 'compliance',
    sets: [
      databaseMigrations,
      eventStoreMigrations,
      { name: 'compliance', folder: join(__dirname, '../../migrations') },
    ],
  });
  const open = (url: string, connectionsMax: number): Database =>
    createDatabase({ url, applicationName: 'test', connectionsMax });
  return { test, database: open(test.serviceUrl, 10), owner: open(test.ownerUrl, 2) };
};

const contextFor = (
  answer: Pick<SignedInAnswer, 'accessToken'>,
  now: Instant,
  logger: Logger,
): RequestContext => {
  const claims = decode(answer.accessToken) as Record<string, string>;
  return {
    companyId: claims['company'] as CompanyId,
    actorId: claims['sub'] as ActorId,
    permissions: new Set(claims['permissions']),
    credential: {
      kind: 'person',
      tokenId: claims['jti'] ?? '',
      keyId: 'test',
      sessionId: claims['sid'] ?? '',
      authorization: new Secret('Bearer test'),
      expiresAtMs: Number.MAX_SAFE_INTEGER,
    },
    correlationId: 'test',
    now,
    deadlineAtMs: Infinity,
    signal: new AbortController().signal,
    logger,
  };
};

/** Runs what the store needs, until it is closed. */
const openTokenStore = (host: Parameters<typeof createTokenStore>[0]) => {
  const tokenStore = createTokenStore(host);
  const controller = new AbortController();
  const running = tokenStore.jobs.map(({ run }) => run(controller.signal));
  return {
    tokenStore,
    close: async () => {
      controller.abort();
      await Promise.all(running);
    },
  };
};

const storeInPostgres = {
  TOKEN_STORE: 'postgres',
  REDIS_URL: undefined,
  REDIS_CA: undefined,
} as const;

/** Tokens and attempts are kept where the settings say. */
export const startAuthentication = async (
  store: TokenStoreConfiguration = storeInPostgres,
): Promise<TestAuthentication> => {
  const { test, database, owner } = await openDatabases();
  const eventStore = createPostgresEventStore({ database, inlineProjections: [] });
  const clock = fakeClock('2026-11-22T08:00:00.000Z');
  const directory = new TestDirectory();
  const messages: TokenMessage[] = [];
  const logLines: string[] = [];
  const metrics = new Registry();
  const logger = pino({ level: 'trace' }, { write: (line) => logLines.push(line) });
  const counting = countingHashing();
  const delivery = {
    canDeliver: true,
    deliver: async (message: TokenMessage) => {
      messages.push(message);
    },
  };
  const host = { database, newUuid, metrics, configuration };
  const { tokenStore, close } = openTokenStore({ database, logger, configuration: store });
  const adapters = {
    ...createAuthenticationAdapters(host, tokenStore),
    ...{ hashing: counting.hashing, delivery },
  };
  const surroundings = {
    database,
    eventStore,
    clock: clock.now,
    newUuid,
    logger,
    accessTokenNames: { issuer: 'https://issuer.example', audience: 'accounting' },
  };
  const replica: TestAuthentication['replica'] = (change = {}) =>
    createAuthentication(
      surroundings,
      { ...adapters, ...change },
      { access: directory },
      {
        keyLifetimeMs: configuration.SIGNING_KEY_LIFETIME_MS,
        keyPublishedMs: configuration.SIGNING_KEY_PUBLISHED_MS,
        firstAdministratorEmail: configuration.FIRST_ADMINISTRATOR_EMAIL,
      },
    );
  const app = replica();
  await app.signingKeys.rotateWhenDue({
    actorId: 'test' as ActorId,
    correlationId: 'test',
    now: clock.now(),
  });
  return {
    app,
    adapters,
    database,
    owner,
    clock,
    directory,
    messages,
    logLines,
    metrics,
    verifications: counting.count,
    replica,
    stranger: (clientAddress = '192.0.2.1') => ({
      correlationId: 'test',
      now: clock.now(),
      clientAddress,
      logger,
    }),
    contextOf: (answer) => contextFor(answer, clock.now(), logger),
    factsOf: async (userId) => {
      const { rows } = await owner.withoutCompany((connection) =>
        connection.query<{ type: string; data: object }>(
          `SELECT event_type AS type, data FROM event_sourcing.event_store
           WHERE stream_id = $1 ORDER BY stream_version`,
          [`user-${userId}`],
        ),
      );
      return rows;
    },
    close: async () => {
      await close();
      await Promise.all([database.close(), owner.close()]);
      await test.drop();
    },
  };
};

/** Invites somebody to a company, and answers the token of the message that they get. */
export const invite = async (
  given: TestAuthentication,
  typed: { readonly email: string; readonly displayName: string },
  context: RequestContext = administrator(given),
) => {
  const { invitations } = given.app;
  const invitee = await invitations.address(context, typed);
  const issued = invitations.issue(context, { ...invitee, companyName: 'Vake Bakery' });
  await given.database.write([], issued.record);
  await issued.send();
  const { token } = given.messages.at(-1) as TokenMessage;
  return { ...invitee, companyId: context.companyId, token };
};

/** What accepting does to the account; the membership is the other half's. */
export const accept = async (
  given: TestAuthentication,
  presented: { readonly token: string; readonly newPassword?: string },
): Promise<void> => {
  const opened = await given.app.invitations.open(given.stranger(), presented);
  await opened.complete();
};

/** A person who has a password and one company. */
export const newPerson = async (
  given: TestAuthentication,
  {
    password = passwords.first,
    access = {},
  }: { readonly password?: string; readonly access?: Partial<Access> } = {},
) => {
  const email = `person-${newUuid()}@example.ge`;
  const { userId, token } = await invite(given, { email, displayName: 'Nino Example' });
  const companyId = given.directory.admit(userId, access);
  await accept(given, { token, newPassword: password });
  return { userId, email, companyId, password };
};

/** What a change of somebody's roles does to their sessions in the company. */
export const endSessionsIn = (
  given: TestAuthentication,
  member: { readonly userId: Uuid; readonly companyId: CompanyId },
): Promise<void> =>
  given.database.write([], (transaction) =>
    given.app.sessions.endOf(transaction, member, given.clock.now()),
  );

/** A token to reset the password, as the message would bring it. */
export const newResetToken = async (given: TestAuthentication, userId: Uuid): Promise<string> => {
  const token = newSecretText();
  const digest = digestOf(token);
  const expiresAt = later(given.clock.now(), lifetimesMs.resetToken);
  await given.database.write([], (transaction) =>
    given.adapters.passwordTokens.put(transaction, { userId, digest, expiresAt }),
  );
  return token;
};

/** The request of somebody who administers a company. */
export const administrator = (given: TestAuthentication): RequestContext => ({
  companyId: newUuid() as CompanyId,
  actorId: newUuid() as string as ActorId,
  permissions: new Set(['admin:users', 'admin:system']),
  credential: {
    kind: 'person',
    tokenId: newUuid(),
    keyId: 'test',
    authorization: new Secret('Bearer test'),
    expiresAtMs: Number.MAX_SAFE_INTEGER,
  },
  correlationId: 'test',
  now: given.clock.now(),
  deadlineAtMs: Infinity,
  signal: new AbortController().signal,
  logger: given.stranger().logger,
});

/** Signs in somebody who has no second factor. */
export const signIn = async (
  given: TestAuthentication,
  credentials: {
    readonly email: string;
    readonly password: string;
    readonly companyId?: CompanyId;
  },
  address?: string,
): Promise<SignedInAnswer> => {
  const { email, password, companyId } = credentials;
  const { body } = await given.app.signIn.signIn(given.stranger(address), {
    email,
    password,
    companyId,
  });
  if (body.status !== 'signed_in') throw new Error('a second factor was asked for');
  return body;
};
