import {
  createHmac,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  type KeyObject,
} from 'node:crypto';
import type { CredentialKey, GatewayCredentials } from '../render/credentials';

/** A key made for one run: what the gateway is told of it, and how to sign with it. */
export interface TokenKey {
  readonly credential: CredentialKey;
  readonly sign: (content: string) => Buffer;
}

const publicPem = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'pem' }).toString();

const keyIdOf = (kind: string): string => `conformance-${kind}-${randomUUID()}`;

/** A key for ES256. */
export const ellipticKey = (keyId = keyIdOf('es256')): TokenKey => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    credential: { keyId, algorithm: 'ES256', publicKeyPem: publicPem(publicKey) },
    sign: (content) =>
      sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
};

/** A key for RS256. */
export const rsaKey = (keyId = keyIdOf('rs256')): TokenKey => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    credential: { keyId, algorithm: 'RS256', publicKeyPem: publicPem(publicKey) },
    sign: (content) => sign('sha256', Buffer.from(content), privateKey),
  };
};

/** Signs as HS256 does with any bytes, a public key among them. */
export const hmac =
  (secret: string) =>
  (content: string): Buffer =>
    createHmac('sha256', secret).update(content).digest();

/** A shared secret for HS256. */
export const sharedKey = (keyId = keyIdOf('hs256')): TokenKey => {
  const secret = randomBytes(48).toString('base64url');
  return { credential: { keyId, algorithm: 'HS256', secret }, sign: hmac(secret) };
};

/** Whom the gateway knows during a run. */
export interface Identities {
  /** Two keys at once, as while compliance replaces one by the other. */
  readonly people: readonly [TokenKey, TokenKey];
  readonly rsa: TokenKey;
  readonly elliptic: TokenKey;
  readonly shared: TokenKey;
  /** Of a partner with limits of its own: three a minute. */
  readonly limited: TokenKey;
  /** Of a partner that gets suspended. */
  readonly suspended: TokenKey;
  /** The keys between which a partner changes. */
  readonly rotating: readonly [TokenKey, TokenKey];
  /** Nobody's. */
  readonly stranger: TokenKey;
  /** The partners by the id of a key. */
  readonly partnerIds: ReadonlyMap<string, string>;
}

/** How often the partner with limits of its own may call in a minute. */
export const limitedPerMinute = 3;

/** Makes new keys and partners, so that no counter of an earlier run is met. */
export const createIdentities = (): Identities => {
  const rotating = [ellipticKey(), ellipticKey()] as const;
  const partners = {
    rsa: rsaKey(),
    elliptic: ellipticKey(),
    shared: sharedKey(),
    limited: sharedKey(),
    suspended: ellipticKey(),
  };
  const rotatingPartner = randomUUID();
  return {
    people: [ellipticKey(), ellipticKey()],
    ...partners,
    rotating,
    stranger: ellipticKey(),
    partnerIds: new Map([
      ...Object.values(partners).map(({ credential }) => [credential.keyId, randomUUID()] as const),
      ...rotating.map(({ credential }) => [credential.keyId, rotatingPartner] as const),
    ]),
  };
};

/** What a configuration may leave out. */
export interface CredentialChanges {
  readonly withoutKeys?: readonly TokenKey[];
}

/** What compliance would answer the renderer; a partner without a key is not in it. */
export const credentialsOf = (
  identities: Identities,
  { withoutKeys = [] }: CredentialChanges = {},
): GatewayCredentials => {
  const { people, rsa, elliptic, shared, limited, suspended, rotating, partnerIds } = identities;
  const isIn = (key: TokenKey): boolean => !withoutKeys.includes(key);
  const partners = [[rsa], [elliptic], [shared], [limited], [suspended], rotating]
    .map((keys) => keys.filter(isIn))
    .flatMap((keys) => {
      const [first] = keys;
      const partnerId = partnerIds.get(first?.credential.keyId ?? '');
      if (partnerId === undefined) return [];
      return [
        {
          partnerId,
          name: 'Conformance',
          companyId: randomUUID(),
          keys: keys.map(({ credential }) => credential),
          limits: first === limited ? { perMinute: limitedPerMinute, perHour: 100 } : {},
        },
      ];
    });
  return { keys: people.filter(isIn).map(({ credential }) => credential), partners };
};
