import type { PluginNamed } from '@accounting/kong';
import { compactAnswer, messages } from '../answers';
import type { Exchange, RecognisedConsumer } from '../exchange';
import type { CompiledPlugin } from './compiled-plugin';
import type { ParsedToken } from './jwt-token';
import type { TokenFindings } from './token-findings';

type Config = PluginNamed<'jwt'>['config'];

/** Kong's, but for spaces at its beginning: it is not anchored, so that they only cost time. */
const bearerPattern = /[Bb]earer\s+(.+)/;

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

/** Recognises the consumer by the token. */
export const jwt = ({ config }: PluginNamed<'jwt'>, findings: TokenFindings): CompiledPlugin => {
  const refuse = (exchange: Exchange, refusal: Readonly<Record<string, string>>): void => {
    exchange.answer(compactAnswer(401, refusal, challenge(config, false)));
  };
  const judge = (exchange: Exchange, token: string): void => {
    const finding = findings.find(token, config.key_claim_name);
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
