import { DomainError, type ErrorDefinition } from '@accounting/kernel';

/** One thing that is wrong with the input, and where. */
export interface Mistake {
  readonly field: string;
  readonly definition: ErrorDefinition;
  /** The definition's unless said otherwise. */
  readonly message?: string;
}

/** A list with the mistake, unless the rule holds. */
export const mistakeUnless = (holds: boolean, field: string, definition: ErrorDefinition) =>
  holds ? [] : [{ field, definition }];

/** Fails when there are mistakes: under the code of the only one, or the group's when more. */
export const requireNoMistakes = (group: ErrorDefinition, mistakes: readonly Mistake[]): void => {
  const [first] = mistakes;
  if (first === undefined) return;
  const violations = mistakes.map(({ field, definition, message = definition.message }) => ({
    field,
    code: definition.code,
    message,
  }));
  throw new DomainError(mistakes.length === 1 ? first.definition : group, {
    violations,
    ...(mistakes.length === 1 && first.message !== undefined && { message: first.message }),
  });
};
