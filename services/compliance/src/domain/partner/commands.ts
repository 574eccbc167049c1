import type { Command, Instant, Uuid } from '@accounting/kernel';
import type { Organisation } from '../organisation';
import type { PartnerTerms } from './events';

interface Subject {
  readonly partnerId: Uuid;
}

interface WithOrganisation {
  readonly organisation: Organisation;
}

export type RegisterPartner = Command<'RegisterPartner', Subject & PartnerTerms> & WithOrganisation;

export type ChangePartnerTerms = Command<'ChangePartnerTerms', Subject & PartnerTerms> &
  WithOrganisation;

/** A key that was read already: what is wrong with it itself is found before. */
export type PartnerKeyContent =
  | {
      readonly algorithm: 'RS256' | 'ES256';
      readonly publicKeyPem: string;
      readonly fingerprint: string;
    }
  | { readonly algorithm: 'HS256' };

export type AddPartnerKey = Command<
  'AddPartnerKey',
  Subject & { readonly keyId: string; readonly key: PartnerKeyContent }
> &
  WithOrganisation;

export type RetirePartnerKey = Command<
  'RetirePartnerKey',
  Subject & {
    readonly keyId: string;
    /** Now unless given. */
    readonly retiresAt: Instant | undefined;
  }
> &
  WithOrganisation;

export type SuspendPartner = Command<'SuspendPartner', Subject & { readonly reason: string }> &
  WithOrganisation;

export type ResumePartner = Command<'ResumePartner', Subject> & WithOrganisation;

export type PartnerCommand =
  | RegisterPartner
  | ChangePartnerTerms
  | AddPartnerKey
  | RetirePartnerKey
  | SuspendPartner
  | ResumePartner;
