/** Where global-setup tells the test files which server it started. */
export const adminUrlVariable = 'TEST_DATABASE_ADMIN_URL';

/**
 * URL of the superuser on this run's PostgreSQL. Throws in unit tests, which have none: only files
 * named `.int.test.ts` and `.e2e.test.ts` make the run start one.
 */
export const testDatabaseAdminUrl = (): string => {
  const url = process.env[adminUrlVariable];
  if (url === undefined) {
    throw new Error(
      `${adminUrlVariable} is not set: name the test file .int.test.ts or .e2e.test.ts, and run ` +
        'it through the jest configuration of the repository.',
    );
  }
  return url;
};
