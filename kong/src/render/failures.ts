interface Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** By shape: what Node throws may be a DOMException, or an `Error` of another realm. */
const failureIn = (value: unknown): Failure =>
  typeof value === 'object' && value !== null ? value : {};

/** Why something failed, for a log: what was thrown, and the code of what lies behind it. */
export const reasonOf = (error: unknown): string => {
  const { name, message, cause } = failureIn(error);
  if (name === 'TimeoutError') return 'did not answer in time';
  const { code } = failureIn(cause);
  const text = typeof message === 'string' ? message : 'failed';
  return typeof code === 'string' ? `${text} (${code})` : text;
};

/** `undefined` for what is not JSON: the parser's own words quote it, and it may be a secret. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
