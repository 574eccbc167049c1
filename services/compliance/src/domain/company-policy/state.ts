import type { CompanyPolicyEvent, PolicyTerms } from './events';

export type CompanyPolicy = PolicyTerms;

/** What holds until a company decides otherwise: the safe choice of each. */
export const standardPolicy: PolicyTerms = {
  fourEyes: { required: true },
  sessionLengthMinutes: 720,
  password: { lengthMin: 12, historyCount: 5, lifetimeDays: 0 },
  secondFactorRequired: false,
};

export const initialState = (): CompanyPolicy => standardPolicy;

export const evolve = (_policy: CompanyPolicy, { data }: CompanyPolicyEvent): CompanyPolicy => data;
