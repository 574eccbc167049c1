import { randomUUID } from 'node:crypto';
import type { TokenKey } from './token-keys';

/** Fields of a token; those that are `undefined` are not in it. */
export type Fields = Readonly<Record<string, unknown>>;

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** A token of any two texts, signed with a key. */
export const tokenOfTexts = (
  header: string,
  claims: string,
  sign: (content: string) => Buffer,
): string => {
  const content = `${base64url(header)}.${base64url(claims)}`;
  return `${content}.${sign(content).toString('base64url')}`;
};

/** Whole seconds since 1970. */
export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** The header of a proper token of a key. */
export const headerOf = ({ credential }: TokenKey): Fields => ({
  typ: 'JWT',
  alg: credential.algorithm,
  kid: credential.keyId,
});

/** The claims of a proper token that lives so long; each time another one, of another person. */
export const claimsOf = (lifetimeSeconds = 600): Fields => ({
  iss: 'conformance',
  aud: 'conformance',
  sub: randomUUID(),
  jti: randomUUID(),
  iat: nowSeconds(),
  nbf: nowSeconds() - 5,
  exp: nowSeconds() + lifetimeSeconds,
});

/** A token of a key: proper but for what is changed. */
export const tokenOf = (
  key: TokenKey,
  { header = {}, claims = {} }: { readonly header?: Fields; readonly claims?: Fields } = {},
): string =>
  tokenOfTexts(
    JSON.stringify({ ...headerOf(key), ...header }),
    JSON.stringify({ ...claimsOf(), ...claims }),
    key.sign,
  );
