import { exhaustive, reject, TaxIdentificationNumber, type Decider } from '@accounting/kernel';
import { identityRealm } from '../identity-realm';
import { isName, isReason } from '../text-limits';
import { mistakeUnless, requireNoMistakes, type Mistake } from '../violations';
import type {
  ActingCompany,
  CompanyCommand,
  RegisterCompany,
  RenameCompany,
  ReopenCompany,
  SuspendCompany,
} from './commands';
import { errors } from './errors';
import type { CompanyEvent, CompanyNames } from './events';
import { evolve, initialState, type Company } from './state';

const decide = (command: CompanyCommand, company: Company): readonly CompanyEvent[] => {
  switch (command.type) {
    case 'RegisterCompany':
      return registerCompany(command, company);
    case 'RenameCompany':
      return renameCompany(command, company);
    case 'SuspendCompany':
      return suspendCompany(command, company);
    case 'ReopenCompany':
      return reopenCompany(command, company);
    default:
      return exhaustive(command);
  }
};

export const companyDecider: Decider<CompanyCommand, CompanyEvent, Company> = {
  initialState,
  decide,
  evolve,
};

const nameMistakes = (names: CompanyNames): readonly Mistake[] =>
  (['nameGeorgian', 'nameLatin'] as const).flatMap((field) =>
    mistakeUnless(isName(names[field]), field, errors.nameInvalid),
  );

const registerCompany = ({ data }: RegisterCompany, company: Company): CompanyEvent[] => {
  const { companyId, nameGeorgian, nameLatin, isOperator } = data;
  const number = data.taxIdentificationNumber;
  const taxIdentificationNumber = number === null ? null : TaxIdentificationNumber.parse(number);
  const numberField = 'taxIdentificationNumber';
  requireNoMistakes(errors.inputInvalid, [
    ...nameMistakes(data),
    ...mistakeUnless(taxIdentificationNumber !== undefined, numberField, errors.taxNumberInvalid),
    ...mistakeUnless(companyId !== identityRealm, 'companyId', errors.idReserved),
  ]);
  if (company.status !== 'absent') throw reject(errors.alreadyExists, { companyId });
  const names = { nameGeorgian, nameLatin };
  const registered = {
    companyId,
    ...names,
    taxIdentificationNumber: taxIdentificationNumber ?? null,
    isOperator,
  };
  return [{ type: 'CompanyRegistered', data: registered }];
};

/** Of a company that the caller may not see, nothing is said but that there is none. */
const requireVisible = (
  company: Company,
  companyId: string,
  acting: ActingCompany,
): Exclude<Company, { status: 'absent' }> => {
  const isVisible = acting.isOperator || acting.companyId === companyId;
  if (company.status === 'absent' || !isVisible) throw reject(errors.notFound);
  return company;
};

const requireOperator = (acting: ActingCompany): void => {
  if (!acting.isOperator) throw reject(errors.operatorOnly);
};

const renameCompany = ({ data }: RenameCompany, company: Company): CompanyEvent[] => {
  requireNoMistakes(errors.inputInvalid, nameMistakes(data));
  const { companyId, nameGeorgian, nameLatin, acting } = data;
  const known = requireVisible(company, companyId, acting);
  if (known.nameGeorgian === nameGeorgian && known.nameLatin === nameLatin) return [];
  return [{ type: 'CompanyRenamed', data: { companyId, nameGeorgian, nameLatin } }];
};

const suspendCompany = ({ data }: SuspendCompany, company: Company): CompanyEvent[] => {
  const { companyId, reason, acting } = data;
  if (!isReason(reason)) throw reject(errors.reasonInvalid, { field: 'reason' });
  const known = requireVisible(company, companyId, acting);
  requireOperator(acting);
  if (known.isOperator) throw reject(errors.operatorKept);
  if (known.status === 'suspended') throw reject(errors.alreadySuspended);
  return [{ type: 'CompanySuspended', data: { companyId, reason } }];
};

const reopenCompany = ({ data }: ReopenCompany, company: Company): CompanyEvent[] => {
  const { companyId, acting } = data;
  const known = requireVisible(company, companyId, acting);
  requireOperator(acting);
  if (known.status === 'active') throw reject(errors.notSuspended);
  return [{ type: 'CompanyReopened', data: { companyId } }];
};
