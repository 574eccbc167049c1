import { createPublicKey, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { CompanyId, type Uuid } from '@accounting/kernel';
import { z } from 'zod';
import { keySetOf, type KeySet } from '../configuration/jwks';

const companyId = z.string().transform((text, context) => {
  const parsed = CompanyId.parse(text);
  if (parsed === undefined) context.addIssue({ code: 'custom', message: 'must be a UUID' });
  return parsed ?? z.NEVER;
});

const dutyRule = z.object({
  id: z.string(),
  first: z.string(),
  second: z.string(),
  scope: z.enum(['same_object', 'person']),
});

const partnerKey = z.object({
  keyId: z.string(),
  partnerId: z.string(),
  companyId,
  permissions: z.array(z.string()),
  algorithm: z.enum(['RS256', 'ES256', 'HS256']),
  publicKeyPem: z.string().optional(),
  secret: z.string().optional(),
});

/**
 * Unknown members are ignored: during a release the compliance service may be newer than its
 * readers.
 */
const bundleSchema = z.object({
  keys: z.array(z.record(z.string(), z.unknown())),
  revocations: z.array(z.object({ jti: z.string(), expiresAt: z.string() })),
  partners: z.array(partnerKey),
  duties: z.object({
    rules: z.array(dutyRule),
    companies: z.array(
      z.object({
        companyId,
        disabledRuleIds: z.array(z.string()),
        addedRules: z.array(dutyRule),
      }),
    ),
  }),
});

/**
 * What every service needs to decide by itself who is asking and what they may do: the keys of
 * people's tokens, the tokens that were revoked, the keys of partner systems, and the rules of
 * separation of duties. The compliance service makes it; see its route `GET /internal/v1/trust`.
 */
export interface TrustBundle {
  /** Public JSON Web Keys (RFC 7517) with `kid`, `alg` and `use`. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  /** Only tokens that have not expired yet. `expiresAt` is an RFC 3339 instant. */
  readonly revocations: readonly { readonly jti: string; readonly expiresAt: string }[];
  /** Keys of active partners of active companies. */
  readonly partners: readonly PartnerKeyEntry[];
  readonly duties: {
    readonly rules: readonly DutyRule[];
    /** Only companies that deviate from the rules of all. */
    readonly companies: readonly CompanyDuties[];
  };
}

/** A key with which a partner system signs its tokens. */
export interface PartnerKeyEntry {
  readonly keyId: string;
  readonly partnerId: string;
  readonly companyId: CompanyId;
  readonly permissions: readonly string[];
  readonly algorithm: 'RS256' | 'ES256' | 'HS256';
  /** PEM; absent for HS256. */
  readonly publicKeyPem?: string | undefined;
  /** Of HS256, as the text that the partner was told. */
  readonly secret?: string | undefined;
}

/**
 * Two permissions that do not go together. `same_object`: one person may hold both and may not use
 * both on one object (who created it may not approve it). `person`: nobody should hold both.
 */
export interface DutyRule {
  readonly id: string;
  readonly first: string;
  readonly second: string;
  readonly scope: 'same_object' | 'person';
}

/** In what a company deviates from the rules of all. */
export interface CompanyDuties {
  readonly companyId: CompanyId;
  readonly disabledRuleIds: readonly string[];
  readonly addedRules: readonly DutyRule[];
}

/** A partner's key, ready to verify with. */
export interface PartnerKey {
  readonly keyId: string;
  readonly partnerId: string;
  readonly companyId: CompanyId;
  readonly permissions: ReadonlySet<string>;
  /** What a signature is checked with. The key has one algorithm, whatever a token says. */
  readonly verification: {
    readonly algorithm: PartnerKeyEntry['algorithm'];
    readonly key: KeyObject;
  };
}

/** A trust bundle, ready for use. */
export interface Trust {
  readonly keys: KeySet;
  readonly revokedTokenIds: ReadonlySet<string>;
  readonly partnerKeys: ReadonlyMap<string, PartnerKey>;
  readonly duties: {
    readonly rules: readonly DutyRule[];
    readonly companies: ReadonlyMap<Uuid, CompanyDuties>;
  };
  /** Changes when a token accepted before may have to be refused now for another reason than its
   * revocation. */
  readonly fingerprint: string;
}

const keyObjectOf = ({
  algorithm,
  publicKeyPem,
  secret,
}: PartnerKeyEntry): KeyObject | undefined => {
  if (algorithm !== 'HS256') return createPublicKey(publicKeyPem ?? '');
  return secret === undefined ? undefined : createSecretKey(Buffer.from(secret));
};

/** `undefined` of a shared secret that was not told: no token can be checked with it. */
const partnerKeyOf = (entry: PartnerKeyEntry): PartnerKey | undefined => {
  const { keyId, partnerId, companyId, permissions, algorithm } = entry;
  const key = keyObjectOf(entry);
  if (key === undefined) return undefined;
  const verification = { algorithm, key };
  return { keyId, partnerId, companyId, permissions: new Set(permissions), verification };
};

/**
 * Makes a bundle ready for use. Throws when it is not one: who reads it then keeps the one before.
 */
export const trustOf = (bundle: unknown): Trust => {
  const { keys, revocations, partners, duties } = bundleSchema.parse(bundle);
  return {
    keys: keySetOf(keys),
    revokedTokenIds: new Set(revocations.map(({ jti }) => jti)),
    partnerKeys: new Map(
      partners.flatMap((entry) => {
        const key = partnerKeyOf(entry);
        return key === undefined ? [] : [[entry.keyId, key] as const];
      }),
    ),
    duties: {
      rules: duties.rules,
      companies: new Map(duties.companies.map((company) => [company.companyId, company])),
    },
    fingerprint: hash('sha256', JSON.stringify([keys, partners])),
  };
};

/** The trust of a service that knows fixed keys only: no partners, no revocations, no rules. */
export const trustInKeys = (keys: KeySet): Trust => ({
  keys,
  revokedTokenIds: new Set(),
  partnerKeys: new Map(),
  duties: { rules: [], companies: new Map() },
  fingerprint: '',
});
