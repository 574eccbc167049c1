import type { ErrorDefinition } from '@accounting/kernel';

/** What the event store itself can reject with, besides the failures of the database. */
export const eventStoreErrors = {
  idempotencyKeyReused: {
    code: 'event_store.idempotency_key_reused',
    kind: 'invalid_argument',
    message: 'This Idempotency-Key was used before for another request. Send a new key.',
  },
  unstorableText: {
    code: 'event_store.unstorable_text',
    kind: 'invalid_argument',
    message: 'The text contains a null character or half of a surrogate pair. Remove it.',
  },
  versionMismatch: {
    code: 'event_store.version_mismatch',
    kind: 'aborted',
    message: 'It was changed since the version you named. Read it again.',
  },
  contention: {
    code: 'event_store.contention',
    kind: 'aborted',
    message: 'Others changed the same thing at the same moment, repeatedly. Try again.',
  },
  queueFull: {
    code: 'event_store.queue_full',
    kind: 'resource_exhausted',
    message: 'Too many requests are waiting to be recorded. Try again shortly.',
  },
} as const satisfies Record<string, ErrorDefinition>;
