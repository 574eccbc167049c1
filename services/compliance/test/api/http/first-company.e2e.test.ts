import { accepted, startCompliance, type StartedCompliance } from './started-compliance';

const companyId = '0192f0c1-0000-7000-8000-00000000f1f1';

let compliance: StartedCompliance;
beforeAll(async () => {
  compliance = await startCompliance({
    FIRST_COMPANY_ID: companyId,
    FIRST_COMPANY_NAME: 'შპს მზიური',
    FIRST_ADMINISTRATOR_ROLES: 'administrator,chief_accountant',
  });
});
afterAll(() => compliance.stop());

describe('the company of the first administrator', () => {
  it('has the id and the name that the settings say', () => {
    expect(compliance.admin.company).toEqual({ companyId, name: 'შპს მზიური' });
  });

  it('gives them the roles that the settings say, and tells of the conflict', async () => {
    expect(compliance.admin.permissions).toContain('transactions:approve');
    const admin = compliance.as(compliance.admin.accessToken);
    const report = await accepted(admin('GET', '/compliance/separation-of-duties/conflicts'));
    expect(report).toMatchObject({
      items: [
        {
          ruleId: 'administration-and-approval',
          acceptance: {
            reason: 'Roles of the first administrator, as the settings of the system say.',
          },
        },
      ],
    });
  });

  it('is not founded again', async () => {
    await compliance.rebuild();
    const admin = compliance.as(compliance.admin.accessToken);
    const { items } = await accepted(admin<{ items: object[] }>('GET', '/compliance/companies'));
    expect(items).toMatchObject([{ companyId, isOperator: true, version: 1 }]);
  });
});
