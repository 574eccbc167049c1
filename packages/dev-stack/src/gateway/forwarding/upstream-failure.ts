import { messages } from '../answers';

/** What the client is told when there is no answer of the upstream. */
export interface UpstreamFailure {
  readonly status: 400 | 502 | 503 | 504;
  readonly message: string;
  /** True when nothing of the request can have reached the upstream. */
  readonly isBeforeSending: boolean;
}

const codeOf = (error: unknown): string => {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
};

const timeouts: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const beforeSending: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/** Sorts an error of the connection as Kong does. */
export const failureOf = (error: unknown): UpstreamFailure => {
  const code = codeOf(error);
  const isBeforeSending = beforeSending.has(code);
  // What undici would not send is the client's to mend.
  if (code === 'UND_ERR_INVALID_ARG') {
    return { status: 400, message: messages.badRequest, isBeforeSending: true };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { status: 503, message: messages.nameResolution, isBeforeSending: true };
  }
  if (timeouts.has(code)) return { status: 504, message: messages.timingOut, isBeforeSending };
  return { status: 502, message: messages.invalidResponse, isBeforeSending };
};
