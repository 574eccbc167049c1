import type { Decider } from '@accounting/kernel';
import { requireAdministrator } from '../granting';
import { actorIn } from '../organisation';
import { isReason } from '../text-limits';
import { requireNoMistakes, type Mistake } from '../violations';
import type { ChangeCompanyPolicy, CompanyPolicyCommand } from './commands';
import { errors } from './errors';
import type { CompanyPolicyEvent, FourEyesPolicy, PolicyTerms } from './events';
import { evolve, initialState, type CompanyPolicy } from './state';

/** Changing the policy to what it is is recorded too: it confirms a waiver of four eyes. */
const decide = (
  { data, organisation, metadata }: CompanyPolicyCommand,
  policy: CompanyPolicy,
): readonly CompanyPolicyEvent[] => {
  requireNoMistakes(errors.inputInvalid, policyMistakes(data));
  if (touchesWaiver(policy.fourEyes, data.fourEyes)) {
    requireAdministrator(actorIn(organisation, metadata.actorId));
  }
  return [{ type: 'CompanyPolicyChanged', data: termsOf(data) }];
};

export const companyPolicyDecider: Decider<
  CompanyPolicyCommand,
  CompanyPolicyEvent,
  CompanyPolicy
> = { initialState, decide, evolve };

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * A session is a week at most, as long as a refresh token counts. A password is never shorter than
 * what is asked of everybody, nor longer than people type; NIST SP 800-63B advises against a
 * lifetime, so none is the default.
 */
const policyBounds = {
  sessionLengthMinutes: { min: 15, max: 10_080 },
  passwordLengthMin: { min: 12, max: 64 },
  passwordHistoryCount: { min: 0, max: 24 },
  passwordLifetimeDays: { min: 0, max: 730 },
} as const satisfies Record<string, Bounds>;

const outOfBounds = (value: number, { min, max }: Bounds, field: string): readonly Mistake[] => {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const message = `Give a whole number from ${String(min)} to ${String(max)}.`;
  return [{ field, definition: errors.outOfBounds, message }];
};

const policyMistakes = ({
  fourEyes,
  sessionLengthMinutes,
  password,
}: PolicyTerms): readonly Mistake[] => [
  ...(fourEyes.required || isReason(fourEyes.reason)
    ? []
    : [{ field: 'fourEyes.reason', definition: errors.waiverReasonInvalid }]),
  ...outOfBounds(sessionLengthMinutes, policyBounds.sessionLengthMinutes, 'sessionLengthMinutes'),
  ...outOfBounds(password.lengthMin, policyBounds.passwordLengthMin, 'password.lengthMin'),
  ...outOfBounds(password.historyCount, policyBounds.passwordHistoryCount, 'password.historyCount'),
  ...outOfBounds(password.lifetimeDays, policyBounds.passwordLifetimeDays, 'password.lifetimeDays'),
];

/** True when the policy begins to do without four eyes, or gives another reason for it. */
const touchesWaiver = (before: FourEyesPolicy, after: FourEyesPolicy): boolean =>
  !after.required && (before.required || before.reason !== after.reason);

const termsOf = (data: ChangeCompanyPolicy['data']): PolicyTerms => ({
  fourEyes: data.fourEyes.required
    ? { required: true }
    : { required: false, reason: data.fourEyes.reason },
  sessionLengthMinutes: data.sessionLengthMinutes,
  password: {
    lengthMin: data.password.lengthMin,
    historyCount: data.password.historyCount,
    lifetimeDays: data.password.lifetimeDays,
  },
  secondFactorRequired: data.secondFactorRequired,
});
