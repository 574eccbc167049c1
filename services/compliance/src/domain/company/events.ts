import type { CompanyId, TaxIdentificationNumber } from '@accounting/kernel';

export interface CompanyNames {
  /** As registered, in Georgian letters. */
  readonly nameGeorgian: string;
  /** The same for those who do not read them. */
  readonly nameLatin: string;
}

export interface CompanyRegistered {
  readonly type: 'CompanyRegistered';
  readonly data: CompanyNames & {
    readonly companyId: CompanyId;
    /** Not known of the company that is founded with the first administrator. */
    readonly taxIdentificationNumber: TaxIdentificationNumber | null;
    /** True of the one company whose administrators may suspend and reopen the others. */
    readonly isOperator: boolean;
  };
}

export interface CompanyRenamed {
  readonly type: 'CompanyRenamed';
  readonly data: CompanyNames & { readonly companyId: CompanyId };
}

export interface CompanySuspended {
  readonly type: 'CompanySuspended';
  readonly data: { readonly companyId: CompanyId; readonly reason: string };
}

export interface CompanyReopened {
  readonly type: 'CompanyReopened';
  readonly data: { readonly companyId: CompanyId };
}

export type CompanyEvent = CompanyRegistered | CompanyRenamed | CompanySuspended | CompanyReopened;
