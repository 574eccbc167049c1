import type { Command } from '@accounting/kernel';
import type { Organisation } from '../organisation';
import type { DutyRule } from '../separation-of-duties';

interface WithOrganisation {
  readonly organisation: Organisation;
}

export type AddDutyRule = Command<'AddDutyRule', DutyRule & { readonly reason: string }> &
  WithOrganisation;

export type DisableDutyRule = Command<
  'DisableDutyRule',
  { readonly ruleId: string; readonly reason: string }
> &
  WithOrganisation;

export type EnableDutyRule = Command<'EnableDutyRule', { readonly ruleId: string }> &
  WithOrganisation;

export type CompanyDutiesCommand = AddDutyRule | DisableDutyRule | EnableDutyRule;
