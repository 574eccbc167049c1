import type { Consumer, JwtSecret, PluginNamed } from '@accounting/kong';
import { LRUCache } from 'lru-cache';
import { compactAnswer, messages } from '../answers';
import type { Exchange, RecognisedConsumer } from '../exchange';
import type { CompiledPlugin } from './compiled-plugin';
import { parseToken, signatureVerifier, type ParsedToken, type VerifySignature } from './jwt-token';
import { consumerId } from '../consumer-id';

type Config = PluginNamed<'jwt'>['config'];

/** A key and whose it is. */
export interface Credential {
  readonly consumer: RecognisedConsumer;
  readonly algorithm: JwtSecret['algorithm'];
  readonly verifySignature: VerifySignature | undefined;
}

/** The credentials of all consumers by their keys. */
export const credentialsOf = (consumers: readonly Consumer[]): ReadonlyMap<string, Credential> =>
  new Map(
    consumers.flatMap((consumer) =>
      consumer.jwt_secrets.map((secret): readonly [string, Credential] => [
        secret.key,
        {
          consumer: {
            username: consumer.username,
            id: consumer.id ?? consumerId(consumer.username),
            customId: consumer.custom_id,
            credentialKey: secret.key,
          },
          algorithm: secret.algorithm,
          verifySignature: signatureVerifier(secret),
        },
      ]),
    ),
  );

/** What was found out about a token, good until its claims say otherwise. */
type Finding =
  | { readonly credential: Credential; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly refusal: Readonly<Record<string, string>> }
  | { readonly isFatal: true };

const refused = (message: string): Finding => ({ refusal: { message } });

const bearerPattern = /\s*[Bb]earer\s+(.+)/;

const cookieOf = (exchange: Exchange, name: string): string | undefined =>
  exchange.headers
    .all('cookie')
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1];

/** Every token that the request carries, each once. */
const tokensIn = (exchange: Exchange, config: Config): ReadonlySet<string> => {
  const found = new Set<string>();
  const add = (token: string | null | undefined): void => {
    if (token !== null && token !== undefined && token !== '') found.add(token);
  };
  if (config.uri_param_names.length > 0) {
    const query = new URLSearchParams(exchange.query);
    for (const name of config.uri_param_names) for (const token of query.getAll(name)) add(token);
  }
  for (const name of config.cookie_names) add(cookieOf(exchange, name));
  for (const name of config.header_names) {
    add(bearerPattern.exec(exchange.headers.get(name.toLowerCase()) ?? '')?.[1]);
  }
  return found;
};

/** Whether the credential's key has signed the token, with the credential's algorithm. */
const checkSignature = (token: string, parsed: ParsedToken, credential: Credential): Finding => {
  if (parsed.header['alg'] !== credential.algorithm) return refused('Invalid algorithm');
  if (credential.verifySignature === undefined) return refused('Invalid key/secret');
  const verdict = credential.verifySignature(token);
  if (verdict === 'fatal') return { isFatal: true };
  return verdict === 'valid' ? { credential, claims: parsed.claims } : refused('Invalid signature');
};

/** Everything about a token that does not depend on the time. */
const examine = (
  token: string,
  { key_claim_name: name }: Config,
  credentials: ReadonlyMap<string, Credential>,
): Finding => {
  const parsed = parseToken(token);
  if ('isFatal' in parsed) return parsed;
  if ('fault' in parsed) return refused(`Bad token; ${parsed.fault}`);
  const key = parsed.claims[name] ?? parsed.header[name] ?? undefined;
  if (key === undefined) return refused(`No mandatory '${name}' in claims`);
  if (key === '') return refused(`Invalid '${name}' in claims`);
  if (typeof key !== 'string') return { isFatal: true };
  const credential = credentials.get(key);
  return credential === undefined
    ? refused(`No credentials found for given '${name}'`)
    : checkSignature(token, parsed, credential);
};

/** What is wrong with one claim that is a time. */
const timeFault = (name: string, value: unknown, nowSeconds: number): string | undefined => {
  if (typeof value !== 'number') return 'must be a number';
  if (name === 'exp') return value <= nowSeconds ? 'token expired' : undefined;
  return value > nowSeconds ? 'token not valid yet' : undefined;
};

/** What is wrong with the times of a token, by the claim. */
const timeFaults = (
  claims: ParsedToken['claims'],
  { claims_to_verify: verified = [], maximum_expiration: maximumSeconds }: Config,
): Readonly<Record<string, string>> | undefined => {
  const nowSeconds = Date.now() / 1_000;
  const faults = verified.flatMap((name) => {
    const fault = timeFault(name, claims[name], nowSeconds);
    return fault === undefined ? [] : [[name, fault] as const];
  });
  if (faults.length > 0) return Object.fromEntries(faults);
  const isTooLong = maximumSeconds > 0 && Number(claims['exp']) - nowSeconds > maximumSeconds;
  return isTooLong ? { exp: 'exceeds maximum allowed expiration' } : undefined;
};

const identify = ({ headers }: Exchange, consumer: RecognisedConsumer): void => {
  headers.set('X-Consumer-ID', consumer.id);
  headers.set('X-Consumer-Username', consumer.username);
  if (consumer.customId === undefined) headers.remove('x-consumer-custom-id');
  else headers.set('X-Consumer-Custom-ID', consumer.customId);
  headers.set('X-Credential-Identifier', consumer.credentialKey);
  headers.remove('x-anonymous-consumer');
};

const challenge = (config: Config, isFirst: boolean): string[] => {
  const parts = [
    ...(config.realm === undefined ? [] : [`realm="${config.realm}"`]),
    ...(isFirst ? [] : ['error="invalid_token"']),
  ];
  return ['WWW-Authenticate', ['Bearer', parts.join(', ')].join(' ').trim()];
};

const findingsMax = 10_000;
/** Longer tokens are examined each time: kept, they would fill the memory. */
const keptLengthMax = 8_192;

/** Recognises the consumer by the token. Accepted tokens are remembered, their times are not. */
export const jwt = (
  { config }: PluginNamed<'jwt'>,
  credentials: ReadonlyMap<string, Credential>,
): CompiledPlugin => {
  const accepted = new LRUCache<string, Finding>({ max: findingsMax });
  const find = (token: string): Finding => {
    const known = accepted.get(token);
    if (known !== undefined) return known;
    const finding = examine(token, config, credentials);
    if ('credential' in finding && token.length <= keptLengthMax) accepted.set(token, finding);
    return finding;
  };
  const refuse = (exchange: Exchange, refusal: Readonly<Record<string, string>>): void => {
    exchange.answer(compactAnswer(401, refusal, challenge(config, false)));
  };
  const judge = (exchange: Exchange, token: string): void => {
    const finding = find(token);
    if ('isFatal' in finding) {
      exchange.fail(500, messages.unexpected);
    } else if ('refusal' in finding) {
      refuse(exchange, finding.refusal);
    } else {
      const faults = timeFaults(finding.claims, config);
      if (faults !== undefined) {
        refuse(exchange, faults);
      } else {
        exchange.consumer = finding.credential.consumer;
        identify(exchange, finding.credential.consumer);
      }
    }
  };
  return {
    access: (exchange) => {
      if (exchange.method === 'OPTIONS' && !config.run_on_preflight) return;
      const tokens = tokensIn(exchange, config);
      const [token] = tokens;
      if (token === undefined) {
        const answer = compactAnswer(401, { message: 'Unauthorized' }, challenge(config, true));
        exchange.answer(answer);
      } else if (tokens.size > 1) {
        refuse(exchange, { message: 'Multiple tokens provided' });
      } else {
        judge(exchange, token);
      }
    },
  };
};
