import { exhaustive, invariant } from '@accounting/kernel';
import type { CompanyEvent, CompanyNames } from './events';

interface KnownCompany extends CompanyNames {
  readonly isOperator: boolean;
}

export type Company =
  | { readonly status: 'absent' }
  | (KnownCompany & { readonly status: 'active' })
  | (KnownCompany & { readonly status: 'suspended' });

export const initialState = (): Company => ({ status: 'absent' });

export const evolve = (company: Company, event: CompanyEvent): Company => {
  if (event.type === 'CompanyRegistered') {
    const { nameGeorgian, nameLatin, isOperator } = event.data;
    return { status: 'active', nameGeorgian, nameLatin, isOperator };
  }
  invariant(company.status !== 'absent', 'the first fact of a company is its registration');
  switch (event.type) {
    case 'CompanyRenamed': {
      const { nameGeorgian, nameLatin } = event.data;
      return { ...company, nameGeorgian, nameLatin };
    }
    case 'CompanySuspended':
      return { ...company, status: 'suspended' };
    case 'CompanyReopened':
      return { ...company, status: 'active' };
    default:
      return exhaustive(event);
  }
};
