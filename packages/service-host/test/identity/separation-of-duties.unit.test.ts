import type { ActorId, CompanyId } from '@accounting/kernel';
import { createSeparationOfDuties } from '../../src/identity/separation-of-duties';
import { trustOf, type Trust } from '../../src/identity/trust-bundle';
import { companyId, trustBundle } from '../fixtures/trusted-parties';

const other = '0192f0c1-0000-7000-8000-000000000002' as CompanyId;
const { rules } = trustBundle().duties;
const own = { id: 'own', first: 'notes:read', second: 'notes:burn', scope: 'same_object' } as const;
const trust = trustOf(
  trustBundle({
    duties: {
      rules,
      companies: [{ companyId: other, disabledRuleIds: ['write-approve'], addedRules: [own] }],
    },
  }),
);

const duties = createSeparationOfDuties(() => trust);
const nino = 'nino' as ActorId;
const gia = 'gia' as ActorId;

const refusalOf = (act: () => void): unknown => {
  try {
    act();
    return undefined;
  } catch (error) {
    const { code, details } = error as { readonly code: string; readonly details: object };
    return { code, ...details };
  }
};

describe('separation of duties', () => {
  it('refuses who wrote something to approve it', () => {
    const refusal = refusalOf(() => {
      duties.requireSeparate({ companyId, actorId: nino }, 'notes:approve', [
        { permission: 'notes:write', actorId: nino },
      ]);
    });
    expect(refusal).toEqual({
      code: 'host.duties_not_separate',
      rule: 'write-approve',
      permission: 'notes:approve',
      earlierPermission: 'notes:write',
    });
  });

  it('knows no order: who approved it may not write in it either', () => {
    const refusal = refusalOf(() => {
      duties.requireSeparate({ companyId, actorId: nino }, 'notes:write', [
        { permission: 'notes:approve', actorId: nino },
      ]);
    });
    expect(refusal).toMatchObject({ rule: 'write-approve' });
  });

  it.each([
    ['somebody else wrote it', 'notes:approve', [{ permission: 'notes:write', actorId: gia }]],
    ['no rule joins the two', 'notes:approve', [{ permission: 'notes:read', actorId: nino }]],
    ['nobody did anything before', 'notes:approve', []],
  ])('lets pass when %s', (_what, permission, earlier) => {
    const caller = { companyId, actorId: nino };
    expect(refusalOf(() => duties.requireSeparate(caller, permission, earlier))).toBeUndefined();
  });

  it('leaves to the company what concerns a person as a whole', () => {
    expect(duties.areSeparate(companyId, 'suppliers:write', 'payments:pay')).toBe(false);
  });

  it('heeds what a company has disabled and added', () => {
    expect(duties.areSeparate(companyId, 'notes:write', 'notes:approve')).toBe(true);
    expect(duties.areSeparate(other, 'notes:write', 'notes:approve')).toBe(false);
    expect(duties.areSeparate(other, 'notes:burn', 'notes:read')).toBe(true);
    expect(duties.areSeparate(companyId, 'notes:burn', 'notes:read')).toBe(false);
  });

  it('refuses as long as the rules are not known', () => {
    const ignorant = createSeparationOfDuties((): Trust | undefined => undefined);
    const refusal = refusalOf(() => ignorant.areSeparate(companyId, 'a:b', 'c:d'));
    expect(refusal).toMatchObject({ code: 'host.trust_unknown' });
  });
});
