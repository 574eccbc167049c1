import type { DutyRule } from '../separation-of-duties';

/** A rule of the company's own, beside those of all companies. */
export interface DutyRuleAdded {
  readonly type: 'DutyRuleAdded';
  readonly data: DutyRule & {
    /** What could go wrong without it. */
    readonly reason: string;
  };
}

export interface DutyRuleDisabled {
  readonly type: 'DutyRuleDisabled';
  readonly data: { readonly ruleId: string; readonly reason: string };
}

export interface DutyRuleEnabled {
  readonly type: 'DutyRuleEnabled';
  readonly data: { readonly ruleId: string };
}

export type CompanyDutiesEvent = DutyRuleAdded | DutyRuleDisabled | DutyRuleEnabled;
