import { eventBusRelations, eventBusSettings } from './event-bus-settings';
import { jwks } from './jwks';
import { sharedSecrets, signingKey } from './keys';
import { durationMs, integer, namedUrls, oneOf, orNone, port, secret, text, url } from './parsers';
import type { SettingRelation } from './read-settings';
import type { Setting, SettingsOf } from './settings';

const postgres = url('postgresql', 'postgres');
const minute = 60_000;
const hour = 60 * minute;

const setting = <Value>(
  parse: Setting<Value>['parse'],
  standard: string | undefined,
  meaning: string,
): Setting<Value> => ({
  parse,
  meaning,
  ...(standard === undefined ? {} : { default: standard }),
});

/**
 * The settings that every service has. Ports come from the service's definition; nothing else has a
 * default that points at a system.
 */
export const hostSettings = (ports: { readonly httpPort: number; readonly grpcPort: number }) => ({
  HTTP_HOST: setting(
    text(255),
    '127.0.0.1',
    'Address that HTTP and gRPC listen on; 0.0.0.0 in a container.',
  ),
  HTTP_PORT: setting(port, String(ports.httpPort), 'Port of the HTTP API; 0 takes a free one.'),
  GRPC_PORT: setting(port, String(ports.grpcPort), 'Port of the gRPC API; 0 takes a free one.'),
  DATABASE_URL: setting(
    secret(postgres),
    undefined,
    "PostgreSQL URL of this service's database, as the role that row-level security binds.",
  ),
  BACKGROUND_DATABASE_URL: setting(
    secret(postgres),
    undefined,
    'PostgreSQL URL of the same database, as the role of background work.',
  ),
  ...eventBusSettings,
  DATABASE_CONNECTIONS_MAX: setting(
    integer({ min: 2, max: 500 }),
    '10',
    'Connections of the main pool to the database.',
  ),
  DATABASE_STATEMENT_TIMEOUT_MS: setting(
    durationMs({ min: 100, max: hour }),
    '8000',
    'Milliseconds after which PostgreSQL gives up a statement of a request.',
  ),
  GROUP_COMMIT_UNITS_MAX: setting(
    integer({ min: 1, max: 1_000 }),
    '100',
    'Requests that may share one database commit.',
  ),
  GROUP_COMMIT_WRITERS: setting(
    integer({ min: 1, max: 16 }),
    '2',
    'Commits that may run at the same time.',
  ),
  GROUP_COMMIT_QUEUE_MAX: setting(
    integer({ min: 1, max: 100_000 }),
    '5000',
    'Requests that may wait for a commit, half of them of one company; more are refused with 429.',
  ),
  RELAY_BATCH_COUNT_MAX: setting(
    integer({ min: 1, max: 1_000 }),
    '1000',
    'Events that the relay publishes together.',
  ),
  RELAY_POLL_INTERVAL_MS: setting(
    durationMs({ min: 5, max: minute }),
    '20',
    'Milliseconds that the relay rests when it has published everything.',
  ),
  IDEMPOTENCY_KEPT_MS: setting(
    durationMs({ min: hour, max: 365 * 24 * hour }),
    String(7 * 24 * hour),
    'Milliseconds for which the answer to an Idempotency-Key is kept.',
  ),
  COMPLIANCE_URL: setting(
    orNone(url('http', 'https')),
    'none',
    'URL of the compliance service, which says whose access tokens to trust.',
  ),
  TRUST_POLL_INTERVAL_MS: setting(
    durationMs({ min: 50, max: minute }),
    '1000',
    'Milliseconds between two questions for keys and revocations.',
  ),
  TRUST_AGE_MAX_MS: setting(
    durationMs({ min: 1_000, max: 24 * 60 * minute }),
    '1800000',
    'Milliseconds for which keys and revocations hold when compliance does not answer.',
  ),
  AUTH_JWKS: setting(
    orNone(jwks),
    'none',
    'Instead of COMPLIANCE_URL, fixed public keys of access tokens as a JSON Web Key Set.',
  ),
  SERVICE_SIGNING_KEY: setting(
    orNone(signingKey),
    'none',
    'Private key (PEM, P-256) with which this service says to others who it is.',
  ),
  SERVICE_JWKS: setting(
    orNone(jwks),
    'none',
    'Public keys of the services that may call, as a JSON Web Key Set; each kid is a name.',
  ),
  GATEWAY_SECRET: setting(
    orNone(sharedSecrets),
    'none',
    'By which the gateway proves itself in X-Gateway-Secret; two while it changes.',
  ),
  GATEWAY_IDENTITY: setting(
    orNone(text()),
    'none',
    "The gateway's SPIFFE identity, by which it proves itself in the mesh.",
  ),
  AUTH_ISSUER: setting(text(), undefined, 'Issuer (iss) that access tokens must name.'),
  AUTH_AUDIENCE: setting(text(), undefined, 'Audience (aud) that access tokens must name.'),
  AUTH_TOKEN_LIFETIME_MAX_MS: setting(
    durationMs({ min: minute, max: 24 * hour }),
    String(hour),
    'Longest lifetime in milliseconds of an access token that is accepted.',
  ),
  AUTH_CACHE_COUNT_MAX: setting(
    integer({ min: 1, max: 100_000 }),
    '5000',
    'Verified access tokens kept in memory.',
  ),
  DOCUMENTED_SERVICES: setting(
    orNone(namedUrls),
    'none',
    'Other services whose API documents this one shows at /docs, as name=URL with commas.',
  ),
  LOG_LEVEL: setting(
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'Least severe level that is logged.',
  ),
  BODY_LIMIT_BYTES: setting(
    integer({ min: 1_024, max: 64 * 1_048_576 }),
    String(4 * 1_048_576),
    'Largest JSON body or gRPC message in bytes; streamed bodies have no limit.',
  ),
  HEADERS_TIMEOUT_MS: setting(
    durationMs({ min: 100, max: 5 * minute }),
    '10000',
    'Milliseconds within which the headers of a request must have arrived.',
  ),
  KEEP_ALIVE_TIMEOUT_MS: setting(
    durationMs({ min: 100, max: hour }),
    '75000',
    'Milliseconds an idle connection is kept; longer than the gateway keeps it.',
  ),
  REQUEST_TIMEOUT_MS: setting(
    durationMs({ min: 50, max: hour }),
    '10000',
    'Milliseconds until a request is given up with 504, or with 408 if its body is not there.',
  ),
  STREAM_IDLE_TIMEOUT_MS: setting(
    durationMs({ min: 50, max: hour }),
    '30000',
    'Milliseconds a streamed body may stall before it is cut off.',
  ),
  START_TIMEOUT_MS: setting(
    durationMs({ min: 100, max: hour }),
    '20000',
    'Milliseconds that each step of the start may take.',
  ),
  DRAIN_TIMEOUT_MS: setting(
    durationMs({ min: 50, max: hour }),
    '15000',
    'Milliseconds that requests in flight get to finish when the service stops.',
  ),
  STOP_STEP_TIMEOUT_MS: setting(
    durationMs({ min: 50, max: hour }),
    '5000',
    'Milliseconds that each other step of the stop may take before it is abandoned.',
  ),
});

export type HostSettings = ReturnType<typeof hostSettings>;
export type HostConfiguration = SettingsOf<HostSettings>;

/** Names of the settings that are numbers. */
type NumberName = {
  [Name in keyof HostConfiguration]: HostConfiguration[Name] extends number ? Name : never;
}[keyof HostConfiguration];

type Pair = readonly [NumberName, NumberName, string];

const mustBeLess: readonly Pair[] = [
  [
    'REQUEST_TIMEOUT_MS',
    'DRAIN_TIMEOUT_MS',
    'a request that has just arrived must be able to finish while the service drains',
  ],
  [
    'DATABASE_STATEMENT_TIMEOUT_MS',
    'REQUEST_TIMEOUT_MS',
    'a statement must not outlive the request that waits for it',
  ],
  [
    'GROUP_COMMIT_WRITERS',
    'DATABASE_CONNECTIONS_MAX',
    'reads need connections besides those that commit',
  ],
];

/** What must hold between the host's settings. */
export const hostRelations: readonly SettingRelation<HostSettings>[] = [
  ...eventBusRelations,
  ...mustBeLess.map(
    ([smaller, larger, reason]): SettingRelation<HostSettings> =>
      (values) =>
        values[smaller] < values[larger]
          ? undefined
          : `${smaller} (${values[smaller]}) must be less than ${larger} ` +
            `(${values[larger]}): ${reason}`,
  ),
  (values) =>
    values.COMPLIANCE_URL !== undefined && values.AUTH_JWKS !== undefined
      ? 'COMPLIANCE_URL and AUTH_JWKS exclude each other: there is one source of trust'
      : undefined,
  (values) =>
    values.COMPLIANCE_URL !== undefined && values.SERVICE_SIGNING_KEY === undefined
      ? 'COMPLIANCE_URL needs SERVICE_SIGNING_KEY: compliance tells services only'
      : undefined,
  (values) =>
    values.COMPLIANCE_URL !== undefined && values.SERVICE_JWKS === undefined
      ? 'COMPLIANCE_URL needs SERVICE_JWKS: without it nobody has to say which service calls'
      : undefined,
  (values) =>
    values.HTTP_PORT !== 0 && values.HTTP_PORT === values.GRPC_PORT
      ? `HTTP_PORT and GRPC_PORT must differ (both are ${values.HTTP_PORT})`
      : undefined,
];
