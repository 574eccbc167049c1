import type { CompanyId, Instant } from '@accounting/kernel';
import type { CompanyDuties, PartnerUse } from '@accounting/service-host';
import type { KeyAlgorithm, RequestLimits } from '../domain/partner/events';

/** A public JSON Web Key with `kid`, `alg` and `use`. */
export type PublicKey = Readonly<Record<string, unknown>>;

export interface VerificationKeys {
  /** The public halves of the keys with which people's tokens are signed. */
  readVerificationKeys(): Promise<readonly PublicKey[]>;
}

export interface Revocations {
  /** Access tokens that were revoked and have not expired. `expiresAt` is an RFC 3339 instant. */
  readRevocations(): Promise<readonly { readonly jti: string; readonly expiresAt: string }[]>;
}

/** A key in use of an active partner of an active company. */
export interface PartnerCredential {
  readonly keyId: string;
  readonly partnerId: string;
  readonly name: string;
  readonly companyId: CompanyId;
  readonly permissions: readonly string[];
  readonly limits: RequestLimits;
  readonly algorithm: KeyAlgorithm;
  readonly publicKeyPem: string | null;
}

export interface PartnerCredentials {
  /** Of all companies, by company, partner and key. */
  inUse(now: Instant): Promise<readonly PartnerCredential[]>;
  /** The shared secrets by key id; without those that do not open. */
  secrets(keyIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Keeps the greatest time of each key; keys that do not exist are ignored. */
  noteUses(uses: readonly PartnerUse[]): Promise<void>;
}

export interface DutyDeviations {
  /** Active companies whose duties differ from the general ones. */
  all(): Promise<readonly CompanyDuties[]>;
}
