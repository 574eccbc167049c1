import { reject } from '@accounting/kernel';
import { isAdministrative } from '../role/permission-catalogue';
import { permissionMistakes } from '../role/permission-list';
import { conflictsIn, type DutyRule } from '../separation-of-duties';
import { isName } from '../text-limits';
import { mistakeUnless, type Mistake } from '../violations';
import { errors } from './errors';
import type { PartnerTerms, RequestLimits } from './events';

const limitMax = 1_000_000;

const isLimit = (limit: number | undefined): boolean =>
  limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= limitMax);

const limitMistakes = ({ perMinute, perHour }: RequestLimits): readonly Mistake[] => [
  ...mistakeUnless(isLimit(perMinute), 'limits.perMinute', errors.limitInvalid),
  ...mistakeUnless(isLimit(perHour), 'limits.perHour', errors.limitInvalid),
  ...mistakeUnless(
    perMinute === undefined || perHour === undefined || perHour >= perMinute,
    'limits.perHour',
    errors.limitsConflict,
  ),
];

export const termMistakes = ({ name, scopes, limits }: PartnerTerms): readonly Mistake[] => [
  ...mistakeUnless(isName(name), 'name', errors.nameInvalid),
  ...permissionMistakes(scopes, 'scopes'),
  ...scopes.flatMap((scope, index) =>
    mistakeUnless(!isAdministrative(scope), `scopes[${String(index)}]`, errors.scopeAdministrative),
  ),
  ...scopes.flatMap((scope, index) =>
    mistakeUnless(
      scope !== 'transactions:approve',
      `scopes[${String(index)}]`,
      errors.scopeApproval,
    ),
  ),
  ...limitMistakes(limits),
];

/** Nobody watches a system as they would a person, so that a conflict is not accepted here. */
export const requireSeparateScopes = (
  scopes: readonly string[],
  rules: readonly DutyRule[],
): void => {
  const broken = conflictsIn(scopes, rules).map(({ ruleId }) => ruleId);
  if (broken.length > 0) throw reject(errors.scopesConflict, { field: 'scopes', rules: broken });
};

/** In the one form in which they are recorded. */
export const termsOf = ({ name, scopes, limits }: PartnerTerms): PartnerTerms => ({
  name,
  scopes: [...scopes].sort(),
  limits: {
    ...(limits.perMinute !== undefined && { perMinute: limits.perMinute }),
    ...(limits.perHour !== undefined && { perHour: limits.perHour }),
  },
});
