import type { CompanyId } from '@accounting/kernel';
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
describe('separation of duties', () => {
  it('keeps two permissions apart on one object, in whatever order', () => {
    expect(duties.areSeparate(companyId, 'notes:write', 'notes:approve')).toBe(true);
    expect(duties.areSeparate(companyId, 'notes:approve', 'notes:write')).toBe(true);
    expect(duties.areSeparate(companyId, 'notes:read', 'notes:approve')).toBe(false);
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
    expect(() => ignorant.areSeparate(companyId, 'a:b', 'c:d')).toThrow(
      expect.objectContaining({ code: 'host.trust_unknown' }) as Error,
    );
  });
});
