import type { Instant, Uuid } from '@accounting/kernel';

export type KeyAlgorithm = 'RS256' | 'ES256' | 'HS256';

/** How many requests the gateway lets a partner make; what is left out has no limit of its own. */
export interface RequestLimits {
  readonly perMinute?: number | undefined;
  readonly perHour?: number | undefined;
}

/** What a partner system is called and may do. */
export interface PartnerTerms {
  readonly name: string;
  /** Permissions, sorted. */
  readonly scopes: readonly string[];
  readonly limits: RequestLimits;
}

export interface PartnerRegistered {
  readonly type: 'PartnerRegistered';
  readonly data: PartnerTerms & { readonly partnerId: Uuid };
}

export interface PartnerTermsChanged {
  readonly type: 'PartnerTermsChanged';
  readonly data: PartnerTerms & { readonly partnerId: Uuid };
}

/** A key with which the partner signs its tokens. A shared secret is no part of the fact. */
export interface PartnerKeyAdded {
  readonly type: 'PartnerKeyAdded';
  readonly data: {
    readonly partnerId: Uuid;
    readonly keyId: string;
  } & (
    | {
        readonly algorithm: 'RS256' | 'ES256';
        /** SubjectPublicKeyInfo. */
        readonly publicKeyPem: string;
        /** SHA-256 of the SubjectPublicKeyInfo in DER, hexadecimal. */
        readonly fingerprint: string;
      }
    | { readonly algorithm: 'HS256' }
  );
}

export interface PartnerKeyRetired {
  readonly type: 'PartnerKeyRetired';
  readonly data: {
    readonly partnerId: Uuid;
    readonly keyId: string;
    /** From then on it opens nothing. */
    readonly retiresAt: Instant;
  };
}

export interface PartnerSuspended {
  readonly type: 'PartnerSuspended';
  readonly data: { readonly partnerId: Uuid; readonly reason: string };
}

export interface PartnerResumed {
  readonly type: 'PartnerResumed';
  readonly data: { readonly partnerId: Uuid };
}

export type PartnerEvent =
  | PartnerRegistered
  | PartnerTermsChanged
  | PartnerKeyAdded
  | PartnerKeyRetired
  | PartnerSuspended
  | PartnerResumed;
