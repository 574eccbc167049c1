import type { CompanyId, Instant } from '@accounting/kernel';
import { earlierOf, later } from './instants';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** How long each credential counts, in milliseconds. */
export const lifetimesMs = {
  accessToken: 30 * minute,
  refreshToken: 7 * day,
  challenge: 5 * minute,
  resetToken: 30 * minute,
  invitation: 7 * day,
} as const;

/** What a company grants one person, as far as sessions depend on it. */
export interface GrantedAccess {
  readonly companyId: CompanyId;
  readonly permissions: readonly string[];
  readonly sessionLengthMs: number;
  readonly requiresSecondFactor: boolean;
}

/** The company to work for: the one asked for, else the last one, else the first. */
export const chooseAccess = <Access extends GrantedAccess>(
  accesses: readonly Access[],
  choice: { readonly asked: CompanyId | undefined; readonly last: CompanyId | undefined },
): Access | undefined => {
  const of = (companyId: CompanyId | undefined): Access | undefined =>
    accesses.find((access) => access.companyId === companyId);
  return choice.asked === undefined ? (of(choice.last) ?? accesses[0]) : of(choice.asked);
};

/** When a session ends whatever is refreshed. */
export const sessionEndsAt = (
  beganAt: Instant,
  { sessionLengthMs }: Pick<GrantedAccess, 'sessionLengthMs'>,
): Instant => later(beganAt, sessionLengthMs);

/** When a credential of a session ends: after its own lifetime, or with the session. */
export const credentialEndsAt = (now: Instant, lifetimeMs: number, endsAt: Instant): Instant =>
  earlierOf(later(now, lifetimeMs), endsAt);

/** What a person has to do before the company's permissions are theirs. */
export type NextStep = 'change_password' | 'set_up_second_factor' | 'sign_in_with_second_factor';

/** What the next access token will say. */
export interface Grant {
  readonly permissions: readonly string[];
  readonly nextSteps: readonly NextStep[];
}

/**
 * The company's permissions, or none as long as something has to be done first: a token without
 * permissions opens a person's own settings and nothing else.
 */
export const grantOf = (
  { permissions, requiresSecondFactor }: GrantedAccess,
  person: {
    readonly hasSecondFactor: boolean;
    /** In the session that the token is for. */
    readonly passedSecondFactor: boolean;
    readonly isPasswordExpired: boolean;
  },
): Grant => {
  const nextSteps: NextStep[] = [];
  if (person.isPasswordExpired) nextSteps.push('change_password');
  if (requiresSecondFactor && !person.passedSecondFactor) {
    nextSteps.push(person.hasSecondFactor ? 'sign_in_with_second_factor' : 'set_up_second_factor');
  }
  return { permissions: nextSteps.length === 0 ? permissions : [], nextSteps };
};
