import { exhaustive, invariant, type Instant } from '@accounting/kernel';
import type { PartnerEvent, PartnerTerms } from './events';

export interface PartnerKey {
  readonly keyId: string;
  /** Absent of a shared secret, which is always a new one. */
  readonly fingerprint?: string;
  readonly retiresAt?: Instant;
}

interface KnownPartner extends PartnerTerms {
  readonly keys: readonly PartnerKey[];
}

export type Partner =
  | { readonly status: 'absent' }
  | (KnownPartner & { readonly status: 'active' })
  | (KnownPartner & { readonly status: 'suspended' });

export const initialState = (): Partner => ({ status: 'absent' });

export const evolve = (partner: Partner, event: PartnerEvent): Partner => {
  if (event.type === 'PartnerRegistered') {
    const { name, scopes, limits } = event.data;
    return { status: 'active', name, scopes, limits, keys: [] };
  }
  invariant(partner.status !== 'absent', 'the first fact of a partner is its registration');
  switch (event.type) {
    case 'PartnerTermsChanged': {
      const { name, scopes, limits } = event.data;
      return { ...partner, name, scopes, limits };
    }
    case 'PartnerKeyAdded': {
      const { keyId } = event.data;
      const key =
        'fingerprint' in event.data ? { keyId, fingerprint: event.data.fingerprint } : { keyId };
      return { ...partner, keys: [...partner.keys, key] };
    }
    case 'PartnerKeyRetired': {
      const { keyId, retiresAt } = event.data;
      const keys = partner.keys.map((key) => (key.keyId === keyId ? { ...key, retiresAt } : key));
      return { ...partner, keys };
    }
    case 'PartnerSuspended':
      return { ...partner, status: 'suspended' };
    case 'PartnerResumed':
      return { ...partner, status: 'active' };
    default:
      return exhaustive(event);
  }
};
