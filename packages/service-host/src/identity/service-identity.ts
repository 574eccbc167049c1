import { randomUUID, type KeyObject } from 'node:crypto';
import { DomainError, reject } from '@accounting/kernel';
import { decode, sign, verify } from 'jsonwebtoken';
import type { KeySet } from '../configuration/jwks';
import { errors } from '../errors';

/** The header, and in gRPC the metadata, in which a service says who it is. */
export const serviceAuthorizationHeader = 'x-service-authorization';

const lifetimeSeconds = 60;
/** A token is used for so long, so that it does not expire on its way. */
const reuseMs = 30_000;
const clockToleranceSeconds = 5;
const scheme = 'Bearer ';

/** Who a service is, to others. */
export interface ServiceIdentity {
  /** The `kid` of its key and the `sub` of its tokens. */
  readonly name: string;
  /** ECDSA on P-256. */
  readonly privateKey: KeyObject;
  readonly audience: string;
}

/** Answers with the value of `x-service-authorization`, good for half a minute or more. */
export type AuthorizeService = () => string;

/** Signs short-lived tokens of a service, and uses each for half a minute. */
export const createServiceAuthorization = (identity: ServiceIdentity): AuthorizeService => {
  let latest: { readonly value: string; readonly madeAtMs: number } | undefined;
  return () => {
    const nowMs = Date.now();
    if (latest === undefined || nowMs - latest.madeAtMs >= reuseMs || nowMs < latest.madeAtMs) {
      const token = sign({ type: 'service' }, identity.privateKey, {
        algorithm: 'ES256',
        keyid: identity.name,
        subject: identity.name,
        audience: identity.audience,
        expiresIn: lifetimeSeconds,
        jwtid: randomUUID(),
      });
      latest = { value: scheme + token, madeAtMs: nowMs };
    }
    return latest.value;
  };
};

/** The name of the calling service, or fails with kind `unauthenticated`. */
export type AuthenticateService = (header: string | readonly string[] | undefined) => string;

const isService = (claims: unknown, name: string): boolean => {
  if (typeof claims !== 'object' || claims === null) return false;
  const { type, sub, iat, exp } = claims as Readonly<Record<string, unknown>>;
  if (type !== 'service' || sub !== name) return false;
  return typeof iat === 'number' && typeof exp === 'number' && exp - iat <= lifetimeSeconds;
};

const verifiedName = (
  token: string,
  { keys, audience }: { readonly keys: KeySet; readonly audience: string },
): string | undefined => {
  const key = keys.get(decode(token, { complete: true })?.header.kid ?? '');
  if (key === undefined) return undefined;
  const claims = verify(token, key.publicKey, {
    algorithms: [key.algorithm],
    audience,
    clockTolerance: clockToleranceSeconds,
  });
  return isService(claims, key.keyId) ? key.keyId : undefined;
};

/** Verifies tokens of services with their public keys; the `kid` is the service's name. */
export const createServiceAuthenticator =
  (services: { readonly keys: KeySet; readonly audience: string }): AuthenticateService =>
  (header) => {
    if (typeof header !== 'string' || !header.startsWith(scheme)) {
      throw reject(errors.serviceTokenMissing);
    }
    let name: string | undefined;
    try {
      name = verifiedName(header.slice(scheme.length), services);
    } catch (cause) {
      throw new DomainError(errors.serviceTokenInvalid, { cause });
    }
    if (name === undefined) throw reject(errors.serviceTokenInvalid);
    return name;
  };
