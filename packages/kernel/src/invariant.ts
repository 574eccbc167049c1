/**
 * States what must be true at this point. A failure is a defect of ours, never of the caller's
 * input: it surfaces as kind `internal`, and the message is for the log.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant violated: ${message}`);
}
