import type { Command } from '@accounting/kernel';
import type { Organisation } from '../organisation';
import type { PolicyTerms } from './events';

export type ChangeCompanyPolicy = Command<'ChangeCompanyPolicy', PolicyTerms> & {
  readonly organisation: Organisation;
};

export type CompanyPolicyCommand = ChangeCompanyPolicy;
