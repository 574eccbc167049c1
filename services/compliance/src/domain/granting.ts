import { reject } from '@accounting/kernel';
import { defineError } from './error-definition';
import type { Actor } from './organisation';
import { conflictsIn, type DutyRule } from './separation-of-duties';
import { isReason } from './text-limits';

const errors = {
  acceptanceReasonInvalid: defineError(
    'conflict_reason_invalid',
    'invalid_argument',
    'Accepting a conflict of duties needs a reason of 1 to 500 printable characters.',
  ),
  permissionNotHeld: defineError(
    'permission_not_held',
    'permission_denied',
    'Only an administrator grants permissions that they do not hold themselves.',
  ),
  outranked: defineError(
    'permissions_exceed_yours',
    'permission_denied',
    'Only an administrator changes what holds permissions that they do not hold themselves.',
  ),
  administratorRequired: defineError(
    'administrator_required',
    'permission_denied',
    'Only a holder of the role administrator may do this.',
  ),
  conflictsNotAccepted: defineError(
    'duties_conflict',
    'failed_precondition',
    'One person would hold permissions that separation of duties keeps apart.',
  ),
} as const;

const missing = (actor: Actor, permissions: readonly string[]): readonly string[] =>
  actor.isAdministrator
    ? []
    : permissions.filter((permission) => !actor.permissions.includes(permission));

/** Nobody gives away more than they have, unless they are an administrator. */
export const requireMayGrant = (
  actor: Actor,
  permissions: readonly string[],
  field: string,
): void => {
  const notHeld = missing(actor, permissions);
  if (notHeld.length > 0) {
    throw reject(
      errors.permissionNotHeld,
      { field, permissions: notHeld },
      `You do not hold ${notHeld.join(', ')}; only an administrator grants that.`,
    );
  }
};

/**
 * Who changes, removes or re-equips something that holds more than they do could take its place, or
 * push out those who watch over them.
 */
export const requireMayChange = (actor: Actor, permissions: readonly string[]): void => {
  const exceeding = missing(actor, permissions);
  if (exceeding.length > 0) throw reject(errors.outranked, { permissions: exceeding });
};

export const requireAdministrator = (actor: Actor): void => {
  if (!actor.isAdministrator) throw reject(errors.administratorRequired);
};

/** Why conflicts are accepted, in writing; or that none are. */
export interface Acceptance {
  readonly reason: string;
  readonly ruleIds: readonly string[];
}

/** What one person would hold. */
export interface ProposedDuties {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Rules whose breach was accepted for this person before. */
  readonly acceptedRuleIds: readonly string[];
}

/**
 * The rules that somebody has to accept in writing before the person may hold this. Taking away
 * needs no acceptance, whatever remains.
 */
export const conflictsToAccept = (
  { before, after, acceptedRuleIds }: ProposedDuties,
  rules: readonly DutyRule[],
): readonly string[] => {
  const isGrant = after.some((permission) => !before.includes(permission));
  if (!isGrant) return [];
  return conflictsIn(after, rules)
    .map(({ ruleId }) => ruleId)
    .filter((ruleId) => !acceptedRuleIds.includes(ruleId));
};

/** A reason that is given has to be one. */
export const requireAcceptanceReason = (reason: string | undefined): void => {
  if (reason !== undefined && !isReason(reason)) {
    throw reject(errors.acceptanceReasonInvalid, { field: 'acceptedConflicts.reason' });
  }
};

/** Fails, naming the rules, unless the request says why their breach is accepted. */
export const requireAccepted = (
  ruleIds: readonly string[],
  reason: string | undefined,
): Acceptance | null => {
  if (ruleIds.length === 0) return null;
  if (reason !== undefined) return { reason, ruleIds };
  throw reject(
    errors.conflictsNotAccepted,
    { field: 'acceptedConflicts', rules: ruleIds },
    `One person would hold permissions that these rules keep apart: ${ruleIds.join(', ')}. ` +
      'Choose other roles, or send acceptedConflicts with the reason why it is accepted.',
  );
};
