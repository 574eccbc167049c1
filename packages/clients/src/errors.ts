import type { ErrorDefinition } from '@accounting/kernel';

/** What a call of another service can fail with besides what the callee itself answers. */
export const clientErrors = {
  deadlineExceeded: {
    code: 'clients.deadline_exceeded',
    kind: 'deadline_exceeded',
    message:
      'Another part of the system did not answer in time; whether it acted is unknown. Repeat ' +
      'the request, with the same Idempotency-Key if it had one.',
  },
  calleeUnavailable: {
    code: 'clients.callee_unavailable',
    kind: 'unavailable',
    message: 'Another part of the system cannot be reached. Repeat the request later.',
  },
  breakerOpen: {
    code: 'clients.breaker_open',
    kind: 'unavailable',
    message:
      'Another part of the system has failed too often and is left alone for some seconds. ' +
      'Repeat the request later.',
  },
  bulkheadFull: {
    code: 'clients.bulkhead_full',
    kind: 'unavailable',
    message: 'Too many requests wait for another part of the system. Repeat the request later.',
  },
  connectionClosed: {
    code: 'clients.connection_closed',
    kind: 'unavailable',
    message: 'This instance is stopping. Repeat the request; another one will answer.',
  },
  cancelled: {
    code: 'clients.cancelled',
    kind: 'deadline_exceeded',
    message: 'The caller gave up before another part of the system had answered.',
  },
  calleeFailed: {
    code: 'clients.callee_failed',
    kind: 'internal',
    message: 'Another part of the system failed. Quote the correlation id when you report it.',
  },
  notAdmitted: {
    code: 'clients.not_admitted',
    kind: 'internal',
    message:
      'Another part of the system does not let this service in. Check SERVICE_SIGNING_KEY here ' +
      'and SERVICE_JWKS there.',
  },
  unreadableAnswer: {
    code: 'clients.unreadable_answer',
    kind: 'internal',
    message: 'Another part of the system answered something else than it publishes.',
  },
  idempotencyKeyMissing: {
    code: 'clients.idempotency_key_missing',
    kind: 'internal',
    message: 'A call that changes something needs an idempotency key; the calling code gave none.',
  },
} as const satisfies Record<string, ErrorDefinition>;
