import { invariant } from './invariant';

/**
 * What went wrong, as data. The kinds are a closed list, mapped once to HTTP and gRPC statuses in
 * `service-host`; the code is stable and belongs to the service that defines it.
 */
export const errorKinds = [
  /** The input is wrong whatever the state of the system; resending it cannot help. */
  'invalid_argument',
  /** Nobody has proven who is asking. */
  'unauthenticated',
  /** The caller is known and may not do this. */
  'permission_denied',
  /** The thing named does not exist, or not for this company. */
  'not_found',
  /** The thing to create exists already. */
  'already_exists',
  /** The state of the system forbids it now; it may work after a change. */
  'failed_precondition',
  /** Somebody else was faster; read again and retry. */
  'aborted',
  /** A limit was reached; later it may work. */
  'resource_exhausted',
  /** It took too long. */
  'deadline_exceeded',
  /** A part we depend on does not answer; retry. */
  'unavailable',
  /** A defect of ours. */
  'internal',
] as const;

/** One of the closed list of kinds. */
export type ErrorKind = (typeof errorKinds)[number];

/** A named error of one service: `code` is `<service>.<reason>` and never changes its meaning. */
export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  /** One sentence for a person: what is wrong and, where it helps, what to do. */
  readonly message: string;
}

/** One mistake at one place of the input. `field` is a path such as `entries[1].debit`. */
export interface Violation {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Facts about a failure that help its reader: plain JSON values, amounts as decimal strings. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * A rule that was broken, on its way to the caller. What went wrong is in `code` and `kind`, where
 * in `violations`, and what helps its reader in `details`; the message is a sentence for a person.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;
  readonly violations: readonly Violation[];

  constructor(
    definition: ErrorDefinition,
    options: {
      message?: string;
      details?: ErrorDetails;
      violations?: readonly Violation[];
      cause?: unknown;
    } = {},
  ) {
    super(
      options.message ?? definition.message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = definition.code;
    this.kind = definition.kind;
    this.details = options.details ?? {};
    this.violations = options.violations ?? [];
  }
}

/**
 * Builds the error for one broken rule: `throw reject(errors.periodClosed, { field, period })`.
 * `field`, when given, names the place of the input that is at fault.
 */
export const reject = (
  definition: ErrorDefinition,
  details: ErrorDetails & { readonly field?: string } = {},
  message: string = definition.message,
): DomainError => {
  const { field, ...facts } = details;
  return new DomainError(definition, {
    message,
    details: facts,
    violations: field === undefined ? [] : [{ field, code: definition.code, message }],
  });
};

/** Builds one error that reports many mistakes together. The list must not be empty. */
export const rejectAll = (
  definition: ErrorDefinition,
  violations: readonly Violation[],
): DomainError => {
  invariant(violations.length > 0, 'an error that reports mistakes has one');
  return new DomainError(definition, { violations });
};
