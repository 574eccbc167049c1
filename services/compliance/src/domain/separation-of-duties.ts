/**
 * Two permissions that do not go together. `same_object`: one person may hold both and may not use
 * both on one object. `person`: nobody should hold both.
 */
export interface DutyRule {
  readonly ruleId: string;
  readonly first: string;
  readonly second: string;
  readonly scope: 'same_object' | 'person';
}

/** A rule that holds for every company that has not disabled it. */
export interface GeneralDutyRule extends DutyRule {
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
  /** What could go wrong without it. */
  readonly reason: string;
  /** The professional principle it applies; none of them is a law. */
  readonly source: string;
}

/** Whether it holds is said by the company's four-eyes policy, not by disabling it. */
export const fourEyesRuleId = 'transaction-four-eyes';

/** Permissions whose use on one object the services compare, so that a rule can keep them apart. */
export const comparedOnOneObject: readonly (readonly [string, string])[] = [
  ['transactions:write', 'transactions:approve'],
];

const coso = 'COSO Internal Control – Integrated Framework (2013), principle 10';
const isa = 'ISA 315 (Revised 2019), appendix 3, on segregation of duties';

export const generalDutyRules: readonly GeneralDutyRule[] = [
  {
    ruleId: fourEyesRuleId,
    first: 'transactions:write',
    second: 'transactions:approve',
    scope: 'same_object',
    nameEnglish: 'Four eyes on transactions',
    nameGeorgian: 'ოთხი თვალის პრინციპი ოპერაციებზე',
    reason: 'Who approves their own entry checks nothing: errors and invented entries stay.',
    source: `${coso}; ${isa}`,
  },
  {
    ruleId: 'suppliers-and-payments',
    first: 'suppliers:write',
    second: 'payments:execute',
    scope: 'person',
    nameEnglish: 'Suppliers and payments',
    nameGeorgian: 'მომწოდებლები და გადახდები',
    reason: 'Who enters a supplier and releases payments can pay an invented one.',
    source: `${coso}; ${isa}`,
  },
  {
    ruleId: 'payments-and-approval',
    first: 'payments:execute',
    second: 'transactions:approve',
    scope: 'person',
    nameEnglish: 'Payments and approval',
    nameGeorgian: 'გადახდები და დამტკიცება',
    reason: 'Who holds the money and approves how it is booked can hide that it is missing.',
    source: isa,
  },
  {
    ruleId: 'reopening-and-posting',
    first: 'fiscal-periods:reopen',
    second: 'transactions:post',
    scope: 'person',
    nameEnglish: 'Reopening and posting',
    nameGeorgian: 'პერიოდის გახსნა და გატარება',
    reason: 'Who reopens closed months and posts without approval can change reported figures.',
    source: coso,
  },
  {
    ruleId: 'administration-and-approval',
    first: 'admin:users',
    second: 'transactions:approve',
    scope: 'person',
    nameEnglish: 'Administration and approval',
    nameGeorgian: 'ადმინისტრირება და დამტკიცება',
    reason: 'Who gives out access and approves entries can make the second person they need.',
    source: `${coso} and 11 (controls over technology)`,
  },
  {
    ruleId: 'administration-and-payments',
    first: 'admin:users',
    second: 'payments:execute',
    scope: 'person',
    nameEnglish: 'Administration and payments',
    nameGeorgian: 'ადმინისტრირება და გადახდები',
    reason: 'Who gives out access and releases payments can grant themselves every step between.',
    source: `${coso} and 11 (controls over technology)`,
  },
];

const byId: ReadonlyMap<string, GeneralDutyRule> = new Map(
  generalDutyRules.map((rule) => [rule.ruleId, rule]),
);

export const generalDutyRule = (ruleId: string): GeneralDutyRule | undefined => byId.get(ruleId);

/** The rules that say that nobody should hold these permissions together. */
export const conflictsIn = (
  permissions: readonly string[],
  rules: readonly DutyRule[],
): readonly DutyRule[] => {
  const held = new Set(permissions);
  return rules.filter(
    ({ scope, first, second }) => scope === 'person' && held.has(first) && held.has(second),
  );
};
