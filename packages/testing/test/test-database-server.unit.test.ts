import { testDatabaseAdminUrl } from '@accounting/testing';

describe('the database server of a run', () => {
  const before = process.env['TEST_DATABASE_ADMIN_URL'];

  afterEach(() => {
    if (before === undefined) delete process.env['TEST_DATABASE_ADMIN_URL'];
    else process.env['TEST_DATABASE_ADMIN_URL'] = before;
  });

  it('is missing from a run of unit tests, and the error says what to do', () => {
    delete process.env['TEST_DATABASE_ADMIN_URL'];
    expect(() => testDatabaseAdminUrl()).toThrow('name the test file .int.test.ts');
  });
});
