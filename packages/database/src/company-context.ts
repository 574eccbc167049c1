import { invariant, Uuid, type CompanyId } from '@accounting/kernel';

/**
 * The setting that row-level security reads. Its value is written as literal text, because SET
 * takes no parameters; that is safe only because every identifier is checked to be a UUID here.
 */
const settingFor = (companyIds: readonly CompanyId[]): string => {
  for (const companyId of companyIds) {
    invariant(Uuid.parse(companyId) === companyId, 'a company context consists of UUIDs');
  }
  return `app.company_ids = '${companyIds.join(',')}'`;
};

/** Sets the companies until the next SET on the same connection. */
export const setCompaniesOfSession = (companyIds: readonly CompanyId[]): string =>
  `SET ${settingFor(companyIds)}`;

/** Sets the companies until the transaction ends. */
export const setCompaniesOfTransaction = (companyIds: readonly CompanyId[]): string =>
  `SET LOCAL ${settingFor(companyIds)}`;
