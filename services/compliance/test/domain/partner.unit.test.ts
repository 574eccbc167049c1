import type { Instant, Uuid } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import { partnerDecider } from '../../src/domain/partner/decide';
import type { PartnerEvent } from '../../src/domain/partner/events';
import { ana, askedBy, now, organisation, tamar } from './organisation-fixtures';

const { given } = DeciderSpecification.for(partnerDecider);

const partnerId = '00000000-00bb-7000-8000-000000000001' as Uuid;
const terms = { name: 'Web shop', scopes: ['transactions:post'], limits: { perMinute: 60 } };
const asked = (by = ana) => ({ metadata: askedBy(by), organisation: organisation() });

const register = (changes: object = {}, by = ana) =>
  ({ type: 'RegisterPartner', data: { partnerId, ...terms, ...changes }, ...asked(by) }) as const;
const change = (changes: object = {}, by = ana) =>
  ({
    type: 'ChangePartnerTerms',
    data: { partnerId, ...terms, ...changes },
    ...asked(by),
  }) as const;
const addKey = (
  keyId: string,
  key: Extract<
    Parameters<typeof partnerDecider.decide>[0],
    { type: 'AddPartnerKey' }
  >['data']['key'],
  by = ana,
) => ({ type: 'AddPartnerKey' as const, data: { partnerId, keyId, key }, ...asked(by) });
const retire = (keyId: string, retiresAt?: Instant, by = ana) => ({
  type: 'RetirePartnerKey' as const,
  data: { partnerId, keyId, retiresAt },
  ...asked(by),
});
const suspend = (reason = 'Floods us', by = ana) =>
  ({ type: 'SuspendPartner', data: { partnerId, reason }, ...asked(by) }) as const;
const resume = (by = ana) => ({
  type: 'ResumePartner' as const,
  data: { partnerId },
  ...asked(by),
});

const registered: PartnerEvent = { type: 'PartnerRegistered', data: { partnerId, ...terms } };
const suspended: PartnerEvent = {
  type: 'PartnerSuspended',
  data: { partnerId, reason: 'Floods us' },
};
const resumed: PartnerEvent = { type: 'PartnerResumed', data: { partnerId } };
const publicKey = { algorithm: 'ES256', publicKeyPem: 'a key', fingerprint: 'f1' } as const;
const keyAdded = (keyId: string, fingerprint = keyId): PartnerEvent => ({
  type: 'PartnerKeyAdded',
  data: { partnerId, keyId, ...publicKey, fingerprint },
});
const secretAdded = (keyId: string): PartnerEvent => ({
  type: 'PartnerKeyAdded',
  data: { partnerId, keyId, algorithm: 'HS256' },
});
const keyRetired = (keyId: string, retiresAt: Instant): PartnerEvent => ({
  type: 'PartnerKeyRetired',
  data: { partnerId, keyId, retiresAt },
});
const later = '2026-12-01T00:00:00.000Z' as Instant;
const earlier = '2026-11-01T00:00:00.000Z' as Instant;

describe('a company', () => {
  it('has a hundred active partners at most', () => {
    const full = organisation({ partnerCount: 100 });
    given([])
      .when({ ...register(), organisation: full })
      .thenRejects('compliance.partners_too_many', { kind: 'resource_exhausted' });
  });
});

describe('registering a partner', () => {
  it('records its terms, scopes sorted', () => {
    const scopes = ['transactions:post', 'accounts:read'];
    given([])
      .when(register({ scopes, limits: { perMinute: 60, perHour: 60 } }))
      .then([
        {
          type: 'PartnerRegistered',
          data: {
            partnerId,
            name: terms.name,
            scopes: ['accounts:read', 'transactions:post'],
            limits: { perMinute: 60, perHour: 60 },
          },
        },
      ]);
    given([])
      .when(register({ limits: {} }))
      .then([{ type: 'PartnerRegistered', data: { partnerId, ...terms, limits: {} } }]);
  });

  it.each([
    ['no name', { name: '' }, 'partner_name_invalid', 'name'],
    ['no scope', { scopes: [] }, 'role_permissions_missing', 'scopes'],
    ['an unknown scope', { scopes: ['books:burn'] }, 'permission_unknown', 'scopes[0]'],
    ['admin:users', { scopes: ['admin:users'] }, 'partner_scope_administrative', 'scopes[0]'],
    ['admin:system', { scopes: ['admin:system'] }, 'partner_scope_administrative', 'scopes[0]'],
    [
      'a second pair of eyes',
      { scopes: ['transactions:approve'] },
      'partner_scope_approval',
      'scopes[0]',
    ],
    ['no requests', { limits: { perMinute: 0 } }, 'partner_limit_invalid', 'limits.perMinute'],
    ['half a one', { limits: { perHour: 0.5 } }, 'partner_limit_invalid', 'limits.perHour'],
    ['too many', { limits: { perHour: 1_000_001 } }, 'partner_limit_invalid', 'limits.perHour'],
    [
      'an hour of less than a minute',
      { limits: { perMinute: 60, perHour: 59 } },
      'partner_limits_conflict',
      'limits.perHour',
    ],
  ])('refuses %s', (_what, changes, reason, field) => {
    given([])
      .when(register(changes))
      .thenRejects(`compliance.${reason}`, { kind: 'invalid_argument', field });
  });

  it('reports several mistakes together', () => {
    given([])
      .when(register({ name: '', scopes: [] }))
      .thenRejects('compliance.partner_input_invalid');
  });

  it('refuses an id that is taken', () => {
    given([registered]).when(register()).thenRejects('compliance.partner_exists');
  });

  it('refuses scopes that who asks does not hold', () => {
    given([])
      .when(register({}, tamar))
      .thenRejects('compliance.permission_not_held', {
        field: 'scopes',
        details: { permissions: ['transactions:post'] },
      });
  });

  it('refuses scopes that separation of duties keeps apart', () => {
    given([])
      .when(register({ scopes: ['suppliers:write', 'payments:execute'] }))
      .thenRejects('compliance.partner_scopes_conflict', {
        details: { rules: ['suppliers-and-payments'] },
      });
  });
});

describe('changing the terms of a partner', () => {
  it('records them', () => {
    const changes = { name: 'Shop', scopes: ['accounts:read'], limits: {} };
    given([registered])
      .when(change(changes))
      .then([{ type: 'PartnerTermsChanged', data: { partnerId, ...changes } }]);
  });

  it('records nothing when they are the same', () => {
    const sameAgain: PartnerEvent = { type: 'PartnerTermsChanged', data: { partnerId, ...terms } };
    given([registered, sameAgain]).when(change()).thenNothing();
  });

  it('refuses a chief accountant who gives it more, or changes what exceeds them', () => {
    const readsOnly: PartnerEvent = {
      type: 'PartnerRegistered',
      data: { partnerId, ...terms, scopes: ['accounts:read'] },
    };
    given([readsOnly])
      .when(change({ scopes: ['accounts:read', 'transactions:post'] }, tamar))
      .thenRejects('compliance.permission_not_held');
    given([registered])
      .when(change({ name: 'Shop' }, tamar))
      .thenRejects('compliance.permissions_exceed_yours');
  });

  it('refuses mistakes, conflicts and what does not exist', () => {
    given([registered])
      .when(change({ name: '' }))
      .thenRejects('compliance.partner_name_invalid');
    given([registered])
      .when(change({ scopes: ['suppliers:write', 'payments:execute'] }))
      .thenRejects('compliance.partner_scopes_conflict');
    given([]).when(change()).thenRejects('compliance.partner_not_found');
  });
});

describe('adding a key', () => {
  it('records a public key, and that there is a secret', () => {
    given([registered])
      .when(addKey('k1', publicKey))
      .then([keyAdded('k1', 'f1')]);
    given([registered, secretAdded('k1')])
      .when(addKey('k2', { algorithm: 'HS256' }))
      .then([secretAdded('k2')]);
  });

  it('refuses the same key twice, also when it has retired', () => {
    given([registered, keyAdded('k1', 'f1'), keyRetired('k1', earlier)])
      .when(addKey('k2', publicKey))
      .thenRejects('compliance.partner_key_known', { kind: 'already_exists', field: 'publicKey' });
  });

  it('refuses a chief accountant, who could sign as the partner and do more than they may', () => {
    given([registered])
      .when(addKey('k1', publicKey, tamar))
      .thenRejects('compliance.permissions_exceed_yours', { kind: 'permission_denied' });
  });

  it('lets five be in use, so that rotation overlaps', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((keyId) => keyAdded(keyId));
    given([registered, ...five])
      .when(addKey('k1', publicKey))
      .thenRejects('compliance.partner_keys_too_many');
    given([registered, ...five, keyRetired('a', later)])
      .when(addKey('k1', publicKey))
      .thenRejects('compliance.partner_keys_too_many');
    given([registered, ...five, keyRetired('a', now)])
      .when(addKey('k1', publicKey))
      .then([keyAdded('k1', 'f1')]);
  });

  it('refuses a partner that is suspended or does not exist', () => {
    given([registered, suspended])
      .when(addKey('k1', publicKey))
      .thenRejects('compliance.partner_suspended');
    given([]).when(addKey('k1', publicKey)).thenRejects('compliance.partner_not_found');
  });
});

describe('retiring a key', () => {
  it('happens now, or at a time that can be changed', () => {
    given([registered, keyAdded('k1')])
      .when(retire('k1'))
      .then([keyRetired('k1', now)]);
    given([registered, keyAdded('k1')])
      .when(retire('k1', later))
      .then([keyRetired('k1', later)]);
    given([registered, keyAdded('k1'), keyAdded('k2'), keyRetired('k1', later)])
      .when(retire('k1'))
      .then([keyRetired('k1', now)]);
    given([registered, keyAdded('k1'), keyRetired('k1', later)])
      .when(retire('k1', later))
      .thenNothing();
  });

  it('refuses the past, and keys that have retired or do not exist', () => {
    given([registered, keyAdded('k1')])
      .when(retire('k1', earlier))
      .thenRejects('compliance.partner_key_retirement_past', { field: 'retiresAt' });
    given([registered, keyAdded('k1'), keyRetired('k1', earlier)])
      .when(retire('k1'))
      .thenRejects('compliance.partner_key_retired');
    given([registered]).when(retire('k1')).thenRejects('compliance.partner_key_not_found');
  });

  it('refuses who does not hold what the partner may do', () => {
    given([registered, keyAdded('k1')])
      .when(retire('k1', undefined, tamar))
      .thenRejects('compliance.permissions_exceed_yours');
  });
});

describe('suspending a partner', () => {
  it('is open to all who administer people, with a reason', () => {
    given([registered]).when(suspend('Floods us', tamar)).then([suspended]);
    given([registered])
      .when(suspend(' '))
      .thenRejects('compliance.partner_suspension_reason_invalid', { field: 'reason' });
  });

  it('is done once, of a partner that exists', () => {
    given([registered, suspended]).when(suspend()).thenRejects('compliance.partner_suspended');
    given([registered, suspended, resumed]).when(suspend()).then([suspended]);
    given([]).when(suspend()).thenRejects('compliance.partner_not_found');
  });
});

describe('resuming a partner', () => {
  it('is recorded', () => {
    given([registered, suspended]).when(resume()).then([resumed]);
  });

  it('is for who holds what the partner may do', () => {
    given([registered, suspended])
      .when(resume(tamar))
      .thenRejects('compliance.permissions_exceed_yours');
  });

  it('refuses one that is not suspended', () => {
    given([registered]).when(resume()).thenRejects('compliance.partner_not_suspended');
  });
});
