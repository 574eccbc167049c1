import { organisationSettings } from '../../src/infrastructure/organisation-settings';

const { FIRST_COMPANY_ID: id, FIRST_ADMINISTRATOR_ROLES: roles } = organisationSettings;

describe('the settings of the first company', () => {
  it('take an id or none', () => {
    expect(id.parse('none')).toBeUndefined();
    const company = '0192f0c1-0000-7000-8000-000000000001';
    expect(id.parse(company.toUpperCase())).toBe(company);
    expect(() => id.parse('first')).toThrow('must be a UUID, or "none"');
  });

  it('take standard roles, each once', () => {
    expect(roles.parse('administrator, chief_accountant,administrator')).toEqual([
      'administrator',
      'chief_accountant',
    ]);
    expect(() => roles.parse('cook')).toThrow('must be one or more of accountant');
    expect(() => roles.parse('accountant')).toThrow('must include administrator');
    expect(() => roles.parse('')).toThrow('must be one or more of');
  });
});
