import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { companyDutiesDecider } from '../../src/domain/company-duties/decide';
import { companyPolicyDecider } from '../../src/domain/company-policy/decide';
import { companyDecider } from '../../src/domain/company/decide';
import { membershipDecider } from '../../src/domain/membership/decide';
import {
  organisationEventVersions,
  type OrganisationEvent,
} from '../../src/domain/organisation-event';
import { permissionsOf } from '../../src/domain/organisation';
import { partnerDecider } from '../../src/domain/partner/decide';
import { roleDecider } from '../../src/domain/role/decide';

type Sample = OrganisationEvent & { readonly schemaVersion: number };

const folder = join(__dirname, '..', 'samples');

/** What was recorded in each shape that ever was. Samples are added, never changed or removed. */
const samples = readdirSync(folder)
  .map((file) => ({
    file,
    sample: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample,
  }))
  .filter(({ sample }) => sample.type in organisationEventVersions);

/** `MemberAdded` in its first shape is `member-added.v1.json`. */
const fileOf = (type: string, version: number): string => {
  const kebab = type.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return `${kebab}.v${String(version)}.json`;
};

type FactOf<Type> = Extract<OrganisationEvent, { readonly type: Type }>;

const sampleOf = <Type extends OrganisationEvent['type']>(type: Type): FactOf<Type> => {
  const found = samples.find(({ sample }) => sample.type === type);
  if (found === undefined) throw new Error(`no sample of ${type}`);
  return found.sample as unknown as FactOf<Type>;
};

describe('the stored samples', () => {
  it('hold every type of fact in every version up to the present one', () => {
    const expected = Object.entries(organisationEventVersions).flatMap(([type, latest]) =>
      Array.from({ length: latest }, (_, index) => fileOf(type, index + 1)),
    );
    expect(samples.map(({ file }) => file).toSorted()).toEqual(expected.toSorted());
  });

  it.each(samples)('$file is named after its type and version', ({ file, sample }) => {
    expect(file).toBe(fileOf(sample.type, sample.schemaVersion));
  });
});

describe('recorded facts', () => {
  it('give the state of a company', () => {
    const facts = [
      sampleOf('CompanyRegistered'),
      sampleOf('CompanyRenamed'),
      sampleOf('CompanySuspended'),
    ];
    const suspended = facts.reduce(companyDecider.evolve, companyDecider.initialState());
    const names = { nameGeorgian: 'სს მზიური', nameLatin: 'Mziuri JSC', isOperator: false };
    expect(suspended).toEqual({ ...names, status: 'suspended' });
    expect(companyDecider.evolve(suspended, sampleOf('CompanyReopened')).status).toBe('active');
  });

  it('give the state of a membership', () => {
    const invited = membershipDecider.evolve(
      membershipDecider.initialState(),
      sampleOf('MemberInvited'),
    );
    expect(invited.status).toBe('invited');
    const facts = [sampleOf('MemberAdded'), sampleOf('MemberRolesChanged')];
    const active = facts.reduce(membershipDecider.evolve, membershipDecider.initialState());
    expect(active).toEqual({ status: 'active', roleIds: ['administrator', 'chief_accountant'] });
    expect(membershipDecider.evolve(active, sampleOf('MemberRemoved')).status).toBe('removed');
  });

  it('give the state of a role', () => {
    const facts = [
      sampleOf('RoleDefined'),
      sampleOf('RoleRenamed'),
      sampleOf('RolePermissionsChanged'),
      sampleOf('RoleRetired'),
    ];
    expect(facts.reduce(roleDecider.evolve, roleDecider.initialState())).toMatchObject({
      nameEnglish: 'Treasurer',
      permissions: ['payments:execute', 'suppliers:write'],
      status: 'retired',
    });
  });

  it('give the policy of a company', () => {
    const fact = sampleOf('CompanyPolicyChanged');
    const policy = companyPolicyDecider.evolve(companyPolicyDecider.initialState(), fact);
    expect(policy).toEqual(fact.data);
  });

  it('give the duties of a company', () => {
    const facts = [sampleOf('DutyRuleAdded'), sampleOf('DutyRuleDisabled')];
    const duties = facts.reduce(companyDutiesDecider.evolve, companyDutiesDecider.initialState());
    expect(duties.ownRules).toHaveLength(1);
    expect(duties.disabledRuleIds).toEqual(['suppliers-and-payments']);
    const enabled = companyDutiesDecider.evolve(duties, sampleOf('DutyRuleEnabled'));
    expect(enabled.disabledRuleIds).toEqual([]);
  });

  it('give the state of a partner', () => {
    const facts = [
      sampleOf('PartnerRegistered'),
      sampleOf('PartnerTermsChanged'),
      sampleOf('PartnerKeyAdded'),
      sampleOf('PartnerKeyRetired'),
      sampleOf('PartnerSuspended'),
    ];
    const suspended = facts.reduce(partnerDecider.evolve, partnerDecider.initialState());
    expect(suspended).toMatchObject({
      status: 'suspended',
      name: 'Web shop of Tbilisi',
      keys: [
        { keyId: sampleOf('PartnerKeyAdded').data.keyId, retiresAt: '2026-12-01T00:00:00.000Z' },
      ],
    });
    expect(partnerDecider.evolve(suspended, sampleOf('PartnerResumed')).status).toBe('active');
  });
});

describe('a command or fact of tomorrow', () => {
  const stranger = { type: 'Unknown', data: {} } as never;

  it.each([
    ['company', companyDecider, sampleOf('CompanyRegistered')],
    ['membership', membershipDecider, sampleOf('MemberAdded')],
    ['role', roleDecider, sampleOf('RoleDefined')],
    ['company-duties', companyDutiesDecider, sampleOf('DutyRuleAdded')],
    ['partner', partnerDecider, sampleOf('PartnerRegistered')],
  ])('is refused loudly by the aggregate %s', (_name, decider, first) => {
    const state = decider.evolve(decider.initialState() as never, first as never) as never;
    expect(() => decider.decide(stranger, state)).toThrow('Unhandled case');
    expect(() => decider.evolve(state, stranger)).toThrow('Unhandled case');
  });
});

describe('a person whose role the company does not know', () => {
  it('may do nothing by it', () => {
    const organisation = {
      version: 1,
      members: [],
      customRoles: [],
      partnerCount: 0,
      dutyRules: [],
    };
    expect(permissionsOf(organisation, ['accountant', 'gone'])).toEqual(
      permissionsOf(organisation, ['accountant']),
    );
  });
});
