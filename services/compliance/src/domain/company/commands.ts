import type { Command, CompanyId } from '@accounting/kernel';
import type { CompanyNames } from './events';

/** The company that the caller works for, and whether it runs the system for the others. */
export interface ActingCompany {
  readonly companyId: CompanyId;
  readonly isOperator: boolean;
}

interface Subject {
  readonly companyId: CompanyId;
}

export type RegisterCompany = Command<
  'RegisterCompany',
  Subject &
    CompanyNames & {
      readonly taxIdentificationNumber: string | null;
      readonly isOperator: boolean;
    }
>;

export type RenameCompany = Command<
  'RenameCompany',
  Subject & CompanyNames & { readonly acting: ActingCompany }
>;

export type SuspendCompany = Command<
  'SuspendCompany',
  Subject & { readonly reason: string; readonly acting: ActingCompany }
>;

export type ReopenCompany = Command<'ReopenCompany', Subject & { readonly acting: ActingCompany }>;

export type CompanyCommand = RegisterCompany | RenameCompany | SuspendCompany | ReopenCompany;
