import type { Consumer, JwtSecret } from '@accounting/kong';
import { LRUCache } from 'lru-cache';
import { consumerId } from '../consumer-id';
import type { RecognisedConsumer } from '../exchange';
import { parseToken, signatureVerifier, type ParsedToken, type VerifySignature } from './jwt-token';

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
export type Finding =
  | { readonly credential: Credential; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly refusal: Readonly<Record<string, string>> }
  | { readonly isFatal: true };

const refused = (message: string): Finding => ({ refusal: { message } });

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
  name: string,
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

/** Tokens are remembered up to so much text of them in all. */
const keptLengthMax = 16_777_216;
/** Longer tokens are examined each time. */
const keptTokenLengthMax = 8_192;

/** What is known about tokens under one set of credentials. Times are left to whoever asks. */
export class TokenFindings {
  private readonly accepted = new LRUCache<string, Finding>({
    maxSize: keptLengthMax,
    sizeCalculation: (_finding, token) => token.length,
  });

  constructor(private readonly credentials: ReadonlyMap<string, Credential>) {}

  /** Judges a token whose key id stands in the claim of that name, or in its header. */
  find(token: string, keyClaimName: string): Finding {
    const key = `${keyClaimName} ${token}`;
    const known = this.accepted.get(key);
    if (known !== undefined) return known;
    const finding = examine(token, keyClaimName, this.credentials);
    // Only what a known key has signed: nobody else can fill the memory.
    if ('credential' in finding && token.length <= keptTokenLengthMax) {
      this.accepted.set(key, finding);
    }
    return finding;
  }
}
