import { parseArgs } from 'node:util';
import { gatewayFile } from '../gateway-file';
import { reasonOf } from './failures';
import type { RedisOptions, RenderOptions } from './render-options';

/** What the renderer was told, by arguments and by the environment. */
export interface RendererSettings {
  readonly declarationFile: string;
  readonly options: RenderOptions;
  readonly credentials: CredentialSettings;
  readonly task: OnceTask | WatchTask;
}

/** Where credentials come from: a file, or compliance with what the renderer proves itself with. */
export type CredentialSettings =
  | { readonly file: string }
  | { readonly complianceUrl: URL; readonly signingKeyFile: string; readonly audience: string };

/** Renders once, to a file or, when that was asked for, to standard output. */
export interface OnceTask {
  readonly name: 'once';
  readonly output: string | undefined;
}

/** Follows credentials until it is stopped. */
export interface WatchTask {
  readonly name: 'watch';
  readonly adminUrls: readonly URL[];
  readonly intervalMs: number;
}

/** Settings that make no sense: all of them, each with what to do about it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly mistakes: readonly string[]) {
    super(['The renderer cannot start:', ...mistakes.map((mistake) => `  ${mistake}`)].join('\n'));
  }
}

/** Variables of the environment by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const options = {
  once: { type: 'boolean' },
  watch: { type: 'boolean' },
  output: { type: 'string' },
  stdout: { type: 'boolean' },
  admin: { type: 'string', multiple: true },
  'credentials-file': { type: 'string' },
  declaration: { type: 'string' },
} as const;

const argumentsOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new SettingsError([reasonOf(error)]);
  }
};

type Arguments = ReturnType<typeof argumentsOf>;
type Complain = (mistake: string) => void;

const listOf = (text: string | undefined): string[] | undefined => {
  const items = (text ?? '').split(',').map((item) => item.trim());
  return items.every((item) => item === '') ? undefined : items.filter((item) => item !== '');
};

const urlOf = (text: string, name: string, complain: Complain): URL => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  complain(`${name} must be an http or https URL`);
  return new URL('http://invalid');
};

const upstreamsOf = (text: string | undefined, complain: Complain) => {
  const pairs = (listOf(text) ?? []).map((entry) => {
    const index = entry.indexOf('=');
    if (index < 1) complain('GATEWAY_UPSTREAMS must be name=URL, more of them with commas');
    return [entry.slice(0, index), entry.slice(index + 1)] as const;
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
};

const redisUrl = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isRight = url?.hostname && /^rediss?:$/.test(url.protocol) && /^\/?\d*$/.test(url.pathname);
  return isRight ? url : undefined;
};

/** `rediss://user@host:6379/1`, and the password beside it: URLs end up in logs. */
const redisOf = (
  { GATEWAY_REDIS_URL: text, GATEWAY_REDIS_PASSWORD: password }: Environment,
  complain: Complain,
): RedisOptions | undefined => {
  if (!text) return undefined;
  const url = redisUrl(text);
  if (url === undefined) {
    complain('GATEWAY_REDIS_URL must be redis://host:port/database, or rediss:// with TLS');
    return undefined;
  }
  if (url.password !== '') {
    complain('GATEWAY_REDIS_URL holds a password: give it as GATEWAY_REDIS_PASSWORD');
  }
  const database = url.pathname.slice(1);
  return {
    host: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    ...(database && { database: Number(database) }),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(password && { password }),
    ...(url.protocol === 'rediss:' && { ssl: true, ssl_verify: true, server_name: url.hostname }),
  };
};

const renderOptionsOf = (environment: Environment, complain: Complain): RenderOptions => {
  // Services know two while the secret is changed; the gateway sends the first.
  const [gatewaySecret] = listOf(environment['GATEWAY_SECRET']) ?? [];
  const corsOrigins = listOf(environment['GATEWAY_CORS_ORIGINS']);
  const upstreams = upstreamsOf(environment['GATEWAY_UPSTREAMS'], complain);
  const redis = redisOf(environment, complain);
  return {
    ...(gatewaySecret !== undefined && { gatewaySecret }),
    ...(corsOrigins !== undefined && { corsOrigins }),
    ...(upstreams !== undefined && { upstreams }),
    ...(redis !== undefined && { redis }),
  };
};

const credentialsOf = (
  { 'credentials-file': file }: Arguments,
  environment: Environment,
  complain: Complain,
): CredentialSettings => {
  if (file !== undefined) return { file };
  const required = (name: string, meaning: string): string => {
    const value = environment[name] ?? '';
    if (value === '') complain(`${name} is missing: ${meaning} (or give --credentials-file)`);
    return value;
  };
  const url = required('COMPLIANCE_URL', 'where compliance answers, without the gateway');
  return {
    complianceUrl: urlOf(url || 'http://missing', 'COMPLIANCE_URL', complain),
    signingKeyFile: required('SERVICE_SIGNING_KEY_FILE', 'a private key (PEM, P-256)'),
    audience: required('AUTH_AUDIENCE', 'the audience of tokens, as at the services'),
  };
};

const onceTask = ({ output, stdout, admin }: Arguments, complain: Complain): OnceTask => {
  if ((output === undefined) !== (stdout ?? false)) {
    complain('--once writes secrets: say where, with --output FILE (mode 0600) or --stdout');
  }
  if (admin !== undefined) complain('--admin is for --watch');
  return { name: 'once', output };
};

const watchTask = (
  { admin = [], output, stdout }: Arguments,
  environment: Environment,
  complain: Complain,
): WatchTask => {
  if (admin.length === 0) complain('--watch needs --admin URL, once for each node of the gateway');
  if (output !== undefined || stdout) complain('--output and --stdout are for --once');
  const text = environment['GATEWAY_POLL_INTERVAL_MS'] ?? '1000';
  const intervalMs = /^\d{2,5}$/.test(text) ? Number(text) : 0;
  if (intervalMs < 50) complain('GATEWAY_POLL_INTERVAL_MS must be 50 to 99999 milliseconds');
  return {
    name: 'watch',
    adminUrls: admin.map((url) => urlOf(url, '--admin', complain)),
    intervalMs,
  };
};

/** Reads what the renderer was told. Throws `SettingsError` with everything that is wrong. */
export const readSettings = (
  args: readonly string[],
  environment: Environment,
): RendererSettings => {
  const mistakes: string[] = [];
  const complain: Complain = (mistake) => mistakes.push(mistake);
  const given = argumentsOf(args);
  if ((given.once ?? false) === (given.watch ?? false)) complain('say either --once or --watch');
  const settings: RendererSettings = {
    declarationFile: given.declaration ?? gatewayFile,
    options: renderOptionsOf(environment, complain),
    credentials: credentialsOf(given, environment, complain),
    task: given.watch ? watchTask(given, environment, complain) : onceTask(given, complain),
  };
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return settings;
};
