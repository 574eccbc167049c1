import { createDatabase, type Database } from '@accounting/database';
import { Instant, newUuid, type CompanyId, type Uuid } from '@accounting/kernel';
import { messageBusMigrations } from '@accounting/messaging';
import { defineService, serviceMigrations, startService } from '@accounting/service-host';
import { createTestDatabase, tokenSettings } from '@accounting/testing';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as administration from '../../../src/api/http/authentication-administration.routes';
import { ownAccountRoutes } from '../../../src/api/http/own-account.routes';
import { signInRoutes } from '../../../src/api/http/sign-in.routes';
import { createAuthentication } from '../../../src/application/authentication';
import {
  authenticationChoices,
  createAuthenticationAdapters,
} from '../../../src/infrastructure/authentication-adapters';
import { authenticationSettings } from '../../../src/infrastructure/authentication-settings';
import { createTokenStore } from '../../../src/infrastructure/token-store';
import { tokenStoreSettings } from '../../../src/infrastructure/token-store-settings';
import { TestDirectory } from '../../application/authentication-fixture';

/** What is read out of answers; the rest is compared as it is. */
interface AnswerBody {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly challenge?: string;
  readonly secret?: string;
  readonly recoveryCodes?: readonly string[];
  readonly sessionId?: string;
  readonly userId?: string;
  readonly company?: { readonly companyId: string };
  readonly correlationId?: string;
  readonly keys?: unknown;
  readonly sessions?: unknown;
}

/** An answer, as a client sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

export interface AuthenticationService {
  readonly directory: TestDirectory;
  readonly owner: Database;
  readonly logLines: string[];
  readonly secretsKey: string;
  readonly administrator: { readonly email: string; readonly password: string };
  /** Messages that were delivered, in no particular order. */
  messages(): Promise<readonly string[]>;
  request(
    method: string,
    path: string,
    options?: { readonly token?: string; readonly body?: unknown; readonly key?: string },
  ): Promise<Reply>;
  stop(): Promise<void>;
}

const databases = async () => {
  const [own, bus] = await Promise.all([
    createTestDatabase({
      name: 'compliance',
      sets: serviceMigrations({
        name: 'compliance',
        migrationsFolder: join(__dirname, '../../../migrations'),
      }),
    }),
    createTestDatabase({ name: 'message-bus', sets: [messageBusMigrations] }),
  ]);
  return { own, bus };
};

/** The half of the service that this is about, with a directory of the test's. */
const definitionWith = (directory: TestDirectory) =>
  defineService({
    name: 'compliance',
    description: 'Signing in.',
    httpPort: 0,
    grpcPort: 0,
    settings: { ...authenticationSettings, ...tokenStoreSettings },
    migrationsFolder: join(__dirname, '../../../migrations'),
    inlineProjections: [],
    publish: () => undefined,
    build: async (host) => {
      const app = createAuthentication(
        host,
        createAuthenticationAdapters(host, createTokenStore(host)),
        { access: directory },
        authenticationChoices(host.configuration),
      );
      await app.prepare({
        foundFirst: async (userId: Uuid): Promise<CompanyId> =>
          directory.admit(userId, {
            companyName: 'Platform',
            permissions: ['admin:system', 'admin:users'],
          }),
      });
      return {
        routes: [
          ...signInRoutes(app),
          ...ownAccountRoutes(app),
          ...administration.authenticationAdministrationRoutes(app, {
            requireOperator: async () => undefined,
          }),
        ],
        grpc: [],
        jobs: app.jobs,
        trust: {
          read: async () => ({
            keys: await app.readVerificationKeys(),
            revocations: await app.readRevocations(),
            partners: [],
            duties: { rules: [], companies: [] },
          }),
          reportPartnerUses: async () => undefined,
        },
      };
    },
  });

export const startAuthenticationService = async (): Promise<AuthenticationService> => {
  const { own, bus } = await databases();
  const folder = await mkdtemp(join(tmpdir(), 'authentication-'));
  const passwordFile = join(folder, 'password.txt');
  const directory = new TestDirectory();
  const logLines: string[] = [];
  const secretsKey = randomBytes(32).toString('base64');
  const { AUTH_ISSUER, AUTH_AUDIENCE } = tokenSettings;
  const service = await startService(definitionWith(directory), {
    environment: {
      AUTH_ISSUER,
      AUTH_AUDIENCE,
      HTTP_PORT: '0',
      GRPC_PORT: '0',
      TRUST_POLL_INTERVAL_MS: '50',
      DATABASE_URL: own.serviceUrl,
      BACKGROUND_DATABASE_URL: own.backgroundUrl,
      MESSAGE_BUS_URL: bus.serviceUrl,
      LOG_LEVEL: 'trace',
      SECRETS_KEY: secretsKey,
      MESSAGES_FOLDER: folder,
      FIRST_ADMINISTRATOR_PASSWORD_FILE: passwordFile,
    },
    overrides: {
      clock: Instant.systemClock,
      newUuid,
      logStream: { write: (line) => logLines.push(line) },
    },
  });
  const owner = createDatabase({
    url: own.ownerUrl,
    applicationName: 'test',
    connectionsMax: 2,
  });
  const [email = '', password = ''] = (await readFile(passwordFile, 'utf8')).split('\n');
  return {
    directory,
    owner,
    logLines,
    secretsKey,
    administrator: { email, password },
    messages: async () => {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
      return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    },
    request: async (method, path, { token, body, key } = {}) => {
      const response = await fetch(`${service.httpUrl}/api/v1${path}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Reply['body'],
      };
    },
    stop: async () => {
      const abandoned = await service.stop();
      await owner.close();
      await Promise.all([own.drop(), bus.drop()]);
      await rm(folder, { recursive: true });
      const unforeseen = logLines.filter((line) => line.includes('"status":500'));
      expect({ abandoned, unforeseen }).toEqual({ abandoned: [], unforeseen: [] });
    },
  };
};
