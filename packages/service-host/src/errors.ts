import type { ErrorDefinition } from '@accounting/kernel';

/**
 * The host's own errors. Services define theirs beside their domain; these are the same in all
 * nine.
 */
export const errors = {
  tokenMissing: {
    code: 'host.token_missing',
    kind: 'unauthenticated',
    message: 'Send an access token: "Authorization: Bearer <token>".',
  },
  tokenInvalid: {
    code: 'host.token_invalid',
    kind: 'unauthenticated',
    message: 'The access token was not accepted. Obtain a new one.',
  },
  tokenExpired: {
    code: 'host.token_expired',
    kind: 'unauthenticated',
    message: 'The access token has expired. Obtain a new one.',
  },
  tokenRevoked: {
    code: 'host.token_revoked',
    kind: 'unauthenticated',
    message: 'The access token was revoked. Sign in again.',
  },
  trustUnknown: {
    code: 'host.trust_unknown',
    kind: 'unavailable',
    message: 'It is not known at present whose access tokens to trust. Repeat the request later.',
  },
  serviceTokenMissing: {
    code: 'host.service_token_missing',
    kind: 'unauthenticated',
    message: 'Only services may ask for this; say which you are in X-Service-Authorization.',
  },
  serviceTokenInvalid: {
    code: 'host.service_token_invalid',
    kind: 'unauthenticated',
    message: 'The token in X-Service-Authorization was not accepted.',
  },
  serviceNotAllowed: {
    code: 'host.service_not_allowed',
    kind: 'permission_denied',
    message: 'This is not for the service that asks.',
  },
  personRequired: {
    code: 'host.person_required',
    kind: 'permission_denied',
    message: 'This is for people only, not for partner systems.',
  },
  permissionDenied: {
    code: 'host.permission_denied',
    kind: 'permission_denied',
    message: 'The access token lacks the permission that this operation needs.',
  },
  invalidRequest: {
    code: 'host.invalid_request',
    kind: 'invalid_argument',
    message: 'The request contains mistakes; each is listed with its field.',
  },
  malformedPath: {
    code: 'host.malformed_path',
    kind: 'invalid_argument',
    message: 'The path contains an invalid percent-encoding.',
  },
  malformedTarget: {
    code: 'host.malformed_target',
    kind: 'invalid_argument',
    message: 'The target of the request is neither a path nor a URL.',
  },
  malformedJson: {
    code: 'host.malformed_json',
    kind: 'invalid_argument',
    message: 'The body is not JSON in UTF-8.',
  },
  malformedRequest: {
    code: 'host.malformed_request',
    kind: 'invalid_argument',
    message: 'The request could not be read.',
  },
  malformedMessage: {
    code: 'host.malformed_message',
    kind: 'invalid_argument',
    message: 'The request is not a message of the type that this method takes.',
  },
  ambiguousJson: {
    code: 'host.ambiguous_json',
    kind: 'invalid_argument',
    message: 'The body names a field twice, or names "__proto__".',
  },
  bodyTooDeep: {
    code: 'host.body_too_deep',
    kind: 'invalid_argument',
    message: 'The body is nested too deeply.',
  },
  bodyTooManyNames: {
    code: 'host.body_too_many_names',
    kind: 'invalid_argument',
    message:
      'The body names more than 1,000 different fields; the first too many is within this one.',
  },
  bodyTooManyValues: {
    code: 'host.body_too_many_values',
    kind: 'invalid_argument',
    message: 'The body holds more than 250,000 values.',
  },
  bodyTooLarge: {
    code: 'host.body_too_large',
    kind: 'invalid_argument',
    message: 'The body is larger than this service accepts.',
  },
  unsupportedMediaType: {
    code: 'host.unsupported_media_type',
    kind: 'invalid_argument',
    message:
      'The body has a content type, charset or encoding that this operation does not accept.',
  },
  versionRequired: {
    code: 'host.version_required',
    kind: 'failed_precondition',
    message: 'Send If-Match with the ETag of the version you read.',
  },
  routeNotFound: {
    code: 'host.route_not_found',
    kind: 'not_found',
    message: 'There is nothing at this path.',
  },
  methodNotAllowed: {
    code: 'host.method_not_allowed',
    kind: 'invalid_argument',
    message: 'This path does not take this method; the Allow header lists those it takes.',
  },
  requestTimedOut: {
    code: 'host.request_timed_out',
    kind: 'deadline_exceeded',
    message:
      'The request took too long and was given up; whether it took effect is unknown. ' +
      'Repeat it with the same Idempotency-Key.',
  },
  bodyTimedOut: {
    code: 'host.body_timed_out',
    kind: 'deadline_exceeded',
    message:
      'The body did not arrive in time, and nothing was done. Send the request again, with all ' +
      'of its body.',
  },
  stopping: {
    code: 'host.stopping',
    kind: 'unavailable',
    message: 'This instance is stopping. Repeat the request; another one will answer.',
  },
  portTaken: {
    code: 'host.port_taken',
    kind: 'failed_precondition',
    message: 'The port is taken by another process. End that process, or set another port.',
  },
  migrationsPending: {
    code: 'host.migrations_pending',
    kind: 'failed_precondition',
    message: 'The database lacks migrations; apply them before starting.',
  },
  noReadModels: {
    code: 'host.no_read_models',
    kind: 'failed_precondition',
    message: 'This service has no read models.',
  },
  serviceRunning: {
    code: 'host.service_running',
    kind: 'failed_precondition',
    message: 'The service is connected to its database. Stop it, and try again.',
  },
  factsHidden: {
    code: 'host.facts_hidden',
    kind: 'failed_precondition',
    message:
      'Facts are hidden as long as a transaction is open that began before they were recorded, ' +
      'in whatever database of the server. End it (pg_stat_activity shows it), and try again.',
  },
  internal: {
    code: 'host.internal',
    kind: 'internal',
    message: 'Something went wrong on our side. Quote the correlation id when you report it.',
  },
} as const satisfies Record<string, ErrorDefinition>;

/** Codes of single violations, found while a request is read. */
export const violationCodes = {
  missing: 'host.field_missing',
  unknown: 'host.field_unknown',
  invalidType: 'host.field_type',
  invalidFormat: 'host.field_format',
  tooSmall: 'host.field_too_small',
  tooLarge: 'host.field_too_large',
  invalidValue: 'host.field_value',
} as const;
