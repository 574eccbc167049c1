/** Whether two people are needed for a transaction. Doing without is a written decision. */
export type FourEyesPolicy =
  { readonly required: true } | { readonly required: false; readonly reason: string };

export interface PasswordPolicy {
  readonly lengthMin: number;
  /** How many earlier passwords may not be used again. */
  readonly historyCount: number;
  /** Days after which a password has to be changed; 0 for never. */
  readonly lifetimeDays: number;
}

/** What a company asks of its members. */
export interface PolicyTerms {
  readonly fourEyes: FourEyesPolicy;
  /** Minutes from the sign-in to the end of the session, whatever is refreshed. */
  readonly sessionLengthMinutes: number;
  readonly password: PasswordPolicy;
  readonly secondFactorRequired: boolean;
}

/** The policy as a whole, as it is from now on. */
export interface CompanyPolicyChanged {
  readonly type: 'CompanyPolicyChanged';
  readonly data: PolicyTerms;
}

export type CompanyPolicyEvent = CompanyPolicyChanged;
