import { createDatabase, type Database } from '@accounting/database';
import { createSigningKey, publicKeySet } from '@accounting/development-tokens';
import { newUuid } from '@accounting/kernel';
import { messageBusMigrations } from '@accounting/messaging';
import {
  createServiceAuthorization,
  rebuildReadModels,
  serviceMigrations,
  startService,
  type RunningService,
} from '@accounting/service-host';
import { createTestDatabase, tokenSettings } from '@accounting/testing';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compliance } from '../../../src/service';

type Json = Readonly<Record<string, unknown>>;

/** What came back. */
export interface Reply<Body = Json> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** What is sent besides method and path. */
export interface Sent {
  readonly body?: unknown;
  readonly version?: number;
  readonly key?: string;
}

/** What a person learns when they sign in. */
export interface SignedIn {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly permissions: readonly string[];
  readonly company: { readonly companyId: string; readonly name: string };
  readonly companies: readonly { readonly companyId: string }[];
}

/** One person with one token, as the gateway passes their requests on. */
export type Call = <Body = Json>(method: string, path: string, sent?: Sent) => Promise<Reply<Body>>;

/** The service in this process, on databases of its own. */
export interface StartedCompliance {
  readonly admin: SignedIn;
  /** By which the administrator signs in. */
  readonly password: string;
  readonly owner: Database;
  /** Requests with this token, through the gateway. */
  as(token: string): Call;
  signIn(email: string, password: string): Promise<Reply<SignedIn>>;
  refresh(refreshToken: string): Promise<Reply<SignedIn>>;
  /** Sends the token of the newest invitation that an address got. */
  accept(email: string, newPassword?: string): Promise<Reply>;
  /** The token of the newest message to an address. */
  tokenFor(email: string): Promise<string>;
  /** Invites somebody to the company of who asks, and has them accept and sign in. */
  join(by: Call, email: string, roles: readonly string[], reason?: string): Promise<SignedIn>;
  /** What the service says of itself and of what it depends on. */
  health(): Promise<Reply>;
  /** A request of another service. */
  internal(
    service: string,
    method: string,
    path: string,
    sent?: { readonly body?: unknown; readonly etag?: string },
  ): Promise<Reply>;
  /** Stops the service, makes its read models anew, and starts it again. */
  rebuild(): Promise<number>;
  stop(): Promise<void>;
}

const gatewaySecret = 'a-secret-of-the-gateway-made-up-0123456789';
export const goodPassword = 'fragile otters mend copper lanterns';
const services = new Map(
  ['tax', 'gateway-renderer'].map((name) => [name, { ...createSigningKey(), keyId: name }]),
);

const replyOf = async <Body>(response: Response): Promise<Reply<Body>> => {
  const content = await response.text();
  const body = (content === '' ? {} : JSON.parse(content)) as Body;
  return { status: response.status, body, headers: response.headers };
};

const headersOf = ({ body, version, key }: Sent, method: string): Record<string, string> => ({
  'x-gateway-secret': gatewaySecret,
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(version !== undefined && { 'if-match': `"${String(version)}"` }),
  ...(method === 'POST' && { 'idempotency-key': key ?? newUuid() }),
});

/** Body of a reply that must be a success. */
export const accepted = async <Body>(reply: Promise<Reply<Body>>): Promise<Body> => {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`refused with ${String(status)}: ${JSON.stringify(body)}`);
  return body;
};

/** Status and code of a reply that must be a refusal. */
export const refusal = async (reply: Promise<Reply<unknown>>): Promise<string> => {
  const { status, body } = await reply;
  return `${String(status)} ${String((body as Json)['code'])}`;
};

/** The text of the latest message to an address. */
const newestMessage = async (folder: string, address: string): Promise<string> => {
  const found: { readonly text: string; readonly at: bigint }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    if (!text.includes(`<${address}>`)) continue;
    found.push({ text, at: (await stat(path, { bigint: true })).mtimeNs });
  }
  const [newest] = found.toSorted((one, other) => Number(other.at - one.at));
  if (newest === undefined) throw new Error(`no message to ${address}`);
  return newest.text;
};

const tokenIn = (message: string): string => /^[\w-]{40,}$/m.exec(message)?.[0] ?? '';

const serviceHeaders = (service: string): Record<string, string> => ({
  'x-service-authorization': createServiceAuthorization({
    name: service,
    privateKey: createPrivateKey(services.get(service)?.privateKeyPem ?? ''),
    audience: tokenSettings.AUTH_AUDIENCE,
  })(),
});

export const startCompliance = async (
  settings: Readonly<Record<string, string>> = {},
): Promise<StartedCompliance> => {
  const [own, bus] = await Promise.all([
    createTestDatabase({ name: 'compliance', sets: serviceMigrations(compliance) }),
    createTestDatabase({ name: 'message-bus', sets: [messageBusMigrations] }),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'compliance-'));
  const passwordFile = join(folder, 'password');
  const environment = {
    HTTP_PORT: '0',
    GRPC_PORT: '0',
    DATABASE_URL: own.serviceUrl,
    BACKGROUND_DATABASE_URL: own.backgroundUrl,
    OWNER_DATABASE_URL: own.ownerUrl,
    MESSAGE_BUS_URL: bus.serviceUrl,
    AUTH_ISSUER: tokenSettings.AUTH_ISSUER,
    AUTH_AUDIENCE: tokenSettings.AUTH_AUDIENCE,
    SERVICE_JWKS: publicKeySet(...services.values()),
    GATEWAY_SECRET: gatewaySecret,
    SECRETS_KEY: randomBytes(32).toString('base64'),
    MESSAGES_FOLDER: join(folder, 'messages'),
    FIRST_ADMINISTRATOR_EMAIL: 'ana@example.com',
    FIRST_ADMINISTRATOR_PASSWORD_FILE: passwordFile,
    TRUST_POLL_INTERVAL_MS: '100',
    LOG_LEVEL: 'error',
    ...settings,
  };
  const errorLines: string[] = [];
  const start = (): Promise<RunningService> =>
    startService(compliance, {
      environment,
      overrides: { logStream: { write: (line) => errorLines.push(line) } },
    });
  let service = await start();

  const as =
    (token: string): Call =>
    async (method, path, sent = {}) =>
      replyOf(
        await fetch(`${service.httpUrl}/api/v1${path}`, {
          method,
          headers: { ...headersOf(sent, method), authorization: `Bearer ${token}` },
          ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
        }),
      );

  const open = async <Body>(path: string, body: unknown): Promise<Reply<Body>> =>
    replyOf(
      await fetch(`${service.httpUrl}/api/v1${path}`, {
        method: 'POST',
        headers: { 'x-gateway-secret': gatewaySecret, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );

  const signIn = (email: string, password: string): Promise<Reply<SignedIn>> =>
    open('/auth/login', { email, password });

  const refresh = (refreshToken: string): Promise<Reply<SignedIn>> =>
    open('/auth/refresh', { refreshToken });

  const tokenFor = async (address: string): Promise<string> =>
    tokenIn(await newestMessage(join(folder, 'messages'), address));

  const accept = async (address: string, newPassword?: string): Promise<Reply> =>
    open('/auth/invitation-acceptances', { token: await tokenFor(address), newPassword });

  const [email = '', password = ''] = (await readFile(passwordFile, 'utf8')).split('\n');
  const admin = await accepted(signIn(email, password));
  const owner = createDatabase({ url: own.ownerUrl, applicationName: 'test', connectionsMax: 2 });

  return {
    admin,
    password,
    owner,
    as,
    signIn,
    refresh,
    accept,
    tokenFor,
    join: async (by, newEmail, roles, reason) => {
      const acceptedConflicts = reason === undefined ? undefined : { reason };
      const body = {
        email: newEmail,
        displayName: newEmail.split('@')[0],
        roles,
        acceptedConflicts,
      };
      await accepted(by('POST', '/users', { body }));
      await accepted(accept(newEmail, goodPassword));
      return accepted(signIn(newEmail, goodPassword));
    },
    health: async () => replyOf(await fetch(`${service.httpUrl}/health`)),
    internal: async (name, method, path, { body, etag } = {}) =>
      replyOf(
        await fetch(`${service.httpUrl}/internal/v1${path}`, {
          method,
          headers: {
            ...serviceHeaders(name),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(etag !== undefined && { 'if-none-match': etag }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      ),
    rebuild: async () => {
      await service.stop();
      const count = await rebuildReadModels(compliance, { environment, report: () => undefined });
      service = await start();
      return count;
    },
    stop: async () => {
      await service.stop();
      await owner.close();
      await Promise.all([own.drop(), bus.drop(), rm(folder, { recursive: true })]);
      expect(errorLines.filter((line) => line.includes('"status":500'))).toEqual([]);
    },
  };
};
