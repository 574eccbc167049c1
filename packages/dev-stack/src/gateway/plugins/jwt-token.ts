import type { JwtSecret } from '@accounting/kong';
import { createPublicKey } from 'node:crypto';
import { verify, type Secret } from 'jsonwebtoken';

/** A token taken apart; nothing in it is verified yet. */
export interface ParsedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What is wrong with a token, in the words of Kong's parser; or that Kong itself fails on it. */
export type TokenFault = { readonly fault: string } | { readonly isFatal: true };

const algorithms: ReadonlySet<string> = new Set([
  ...['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'],
  ...['PS256', 'PS384', 'PS512', 'EdDSA'],
]);

type Json = { readonly value: unknown } | undefined;

const jsonOf = (part: string): Json => {
  try {
    return { value: JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown };
  } catch {
    return undefined;
  }
};

/** A list or a text has no fields, and none is found in it; of a number or null Kong cannot ask. */
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (typeof value === 'string' || Array.isArray(value)) return {};
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
};

const headerFault = ({ typ, alg }: ParsedToken['header']): string | undefined => {
  const isToken = typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT');
  if (!isToken) return 'invalid typ';
  return typeof alg === 'string' && algorithms.has(alg) ? undefined : 'invalid alg';
};

/** Takes a token apart as Kong's parser does. */
export const parseToken = (token: string): ParsedToken | TokenFault => {
  const parts = token.split('.');
  const [headerJson, claimsJson] = parts.slice(0, 2).map(jsonOf);
  if (parts.length !== 3 || headerJson === undefined || claimsJson === undefined) {
    return { fault: 'invalid JSON' };
  }
  const [header, claims] = [fieldsOf(headerJson.value), fieldsOf(claimsJson.value)];
  if (header === undefined || claims === undefined) return { isFatal: true };
  const fault = headerFault(header);
  return fault === undefined ? { header, claims } : { fault };
};

/** Whether a credential's key has signed a token. */
export type VerifySignature = (token: string) => 'valid' | 'invalid' | 'fatal';

const signatureBytes = (token: string): number =>
  Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url').length;

const ecdsaBytes: Readonly<Record<string, number>> = { ES256: 64, ES384: 96, ES512: 132 };

const keyOf = ({ algorithm, secret, rsa_public_key: pem }: JwtSecret): Secret | undefined => {
  if (algorithm.startsWith('HS')) return secret;
  return pem === undefined ? undefined : createPublicKey(pem);
};

/**
 * The verification of a credential, `undefined` when it lacks a key. The algorithm is the
 * credential's. On an ECDSA signature of another length Kong fails instead of refusing it.
 */
export const signatureVerifier = (credential: JwtSecret): VerifySignature | undefined => {
  const { algorithm } = credential;
  const key = keyOf(credential);
  if (key === undefined || algorithm === 'EdDSA') return undefined;
  const length = ecdsaBytes[algorithm];
  return (token) => {
    if (length !== undefined && signatureBytes(token) !== length) return 'fatal';
    try {
      verify(token, key, {
        algorithms: [algorithm],
        // The claims are Kong's to judge, in its own order and words.
        ignoreExpiration: true,
        ignoreNotBefore: true,
      });
      return 'valid';
    } catch {
      return 'invalid';
    }
  };
};
