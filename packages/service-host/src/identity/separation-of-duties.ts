import { reject, type ActorId, type CompanyId } from '@accounting/kernel';
import { errors } from '../errors';
import type { DutyRule, Trust } from './trust-bundle';

/** Something that a person did to the same object before, and the permission it took. */
export interface EarlierAct {
  readonly permission: string;
  readonly actorId: ActorId;
}

/** The rules by which one person may not do all of something alone. */
export interface SeparationOfDuties {
  /**
   * Whether in this company one person may not use both permissions on one object, in whatever
   * order. Fails with kind `unavailable` as long as the rules are not known.
   */
  areSeparate(companyId: CompanyId, first: string, second: string): boolean;
  /**
   * Fails with kind `permission_denied`, naming the rule, when the caller is about to use a
   * permission on an object on which they have used one before that does not go together with it.
   */
  requireSeparate(
    caller: { readonly companyId: CompanyId; readonly actorId: ActorId },
    permission: string,
    earlier: readonly EarlierAct[],
  ): void;
}

const joins = ({ first, second }: DutyRule, one: string, other: string): boolean =>
  (first === one && second === other) || (first === other && second === one);

/** The rules of a company: those of all that it has not disabled, and its own. */
const rulesOf = ({ duties }: Trust, companyId: CompanyId): readonly DutyRule[] => {
  const company = duties.companies.get(companyId);
  if (company === undefined) return duties.rules;
  const disabled = new Set(company.disabledRuleIds);
  return [...duties.rules.filter(({ id }) => !disabled.has(id)), ...company.addedRules];
};

/** Asks the rules that the compliance service keeps, without a call: they come with the trust. */
export const createSeparationOfDuties = (trust: () => Trust | undefined): SeparationOfDuties => {
  const ruleFor = (companyId: CompanyId, one: string, other: string): DutyRule | undefined => {
    const known = trust();
    if (known === undefined) throw reject(errors.trustUnknown);
    return rulesOf(known, companyId).find(
      (rule) => rule.scope === 'same_object' && joins(rule, one, other),
    );
  };
  return {
    areSeparate: (companyId, first, second) => ruleFor(companyId, first, second) !== undefined,
    requireSeparate: ({ companyId, actorId }, permission, earlier) => {
      for (const act of earlier) {
        if (act.actorId !== actorId) continue;
        const rule = ruleFor(companyId, act.permission, permission);
        if (rule === undefined) continue;
        throw reject(
          errors.dutiesNotSeparate,
          { rule: rule.id, permission, earlierPermission: act.permission },
          `The same person may not use "${act.permission}" and "${permission}" on one object ` +
            `(rule "${rule.id}" of separation of duties). Ask somebody else to do it.`,
        );
      }
    },
  };
};
