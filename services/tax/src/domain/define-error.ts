import type { ErrorDefinition, ErrorKind } from '@accounting/kernel';

/** Names an error of this service; `reason` never changes its meaning. */
export const defineError = (reason: string, kind: ErrorKind, message: string): ErrorDefinition => ({
  code: `tax.${reason}`,
  kind,
  message,
});
