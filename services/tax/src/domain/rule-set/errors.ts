import { defineError } from '../define-error';

/** What can be wrong with the rules themselves or with a day that they are asked for. */
export const ruleErrors = {
  notInForce: defineError(
    'rule_not_in_force',
    'failed_precondition',
    'No rule is in force on that day. Choose another day, or add it to the rule set.',
  ),
};
