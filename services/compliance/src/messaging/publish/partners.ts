import { complianceV1 as v1 } from '@accounting/contracts';
import type { KeyAlgorithm } from '../../domain/partner/events';
import { publication, type OrganisationFacts } from './publication';

const partner = publication('partner');

const terms = ({ partnerId, name, scopes, limits }: OrganisationFacts['PartnerRegistered']) => ({
  partnerId,
  name,
  scopes: [...scopes],
  limits: {
    ...(limits.perMinute !== undefined && { perMinute: limits.perMinute }),
    ...(limits.perHour !== undefined && { perHour: limits.perHour }),
  },
});

const algorithmNames: Readonly<Record<KeyAlgorithm, v1.PartnerKeyAlgorithmJson>> = {
  RS256: 'PARTNER_KEY_ALGORITHM_RS256',
  ES256: 'PARTNER_KEY_ALGORITHM_ES256',
  HS256: 'PARTNER_KEY_ALGORITHM_HS256',
};

/** Who needs a key to verify with asks the trust bundle; here it is only named. */
const keyAdded = (data: OrganisationFacts['PartnerKeyAdded']) => ({
  partnerId: data.partnerId,
  keyId: data.keyId,
  algorithm: algorithmNames[data.algorithm],
  ...('fingerprint' in data && { fingerprint: data.fingerprint }),
});

export const partnerPublications = {
  PartnerRegistered: partner(v1.PartnerRegisteredSchema, terms),
  PartnerTermsChanged: partner(v1.PartnerTermsChangedSchema, terms),
  PartnerKeyAdded: partner(v1.PartnerKeyAddedSchema, keyAdded),
  PartnerKeyRetired: partner(
    v1.PartnerKeyRetiredSchema,
    (data: OrganisationFacts['PartnerKeyRetired']) => ({ ...data }),
  ),
  PartnerSuspended: partner(
    v1.PartnerSuspendedSchema,
    (data: OrganisationFacts['PartnerSuspended']) => ({ ...data }),
  ),
  PartnerResumed: partner(v1.PartnerResumedSchema, (data: OrganisationFacts['PartnerResumed']) => ({
    ...data,
  })),
};
