import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { callFailureOf, type CallCircumstances } from '../src/call-failure';

const circumstances: CallCircumstances = {
  callee: 'accounting-core',
  method: 'accounting.core.v1.AccountService/GetAccount',
  isOnBehalf: true,
  isFair: true,
};

const serviceError = (
  code: status,
  errorCode?: string,
  more: Readonly<Record<string, string | Buffer>> = {},
): ServiceError => {
  const metadata = new Metadata();
  if (errorCode !== undefined) metadata.set('error-code', errorCode);
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  return Object.assign(new Error('x'), { code, details: 'What the callee says.', metadata });
};

/** The kind, the code and the verdict. */
const readAs = (
  code: status,
  errorCode?: string,
  changes: Partial<CallCircumstances> = {},
): readonly [string, string, string] => {
  const failure = callFailureOf(serviceError(code, errorCode), { ...circumstances, ...changes });
  return [failure.error.kind, failure.error.code, failure.verdict];
};

const own = { isOnBehalf: false };

describe('what the callee refuses', () => {
  it.each([
    [status.INVALID_ARGUMENT, 'invalid_argument'],
    [status.NOT_FOUND, 'not_found'],
    [status.ALREADY_EXISTS, 'already_exists'],
    [status.FAILED_PRECONDITION, 'failed_precondition'],
    [status.ABORTED, 'aborted'],
    [status.RESOURCE_EXHAUSTED, 'resource_exhausted'],
    [status.PERMISSION_DENIED, 'permission_denied'],
  ])(
    'with status %s keeps its kind (%s) and code, and says that the callee works',
    (code, kind) => {
      expect(readAs(code, 'ledger.no')).toEqual([kind, 'ledger.no', 'works']);
    },
  );

  it('keeps its message, violations and details, in any script', () => {
    const violations = [{ field: 'code', code: 'ledger.code', message: 'კოდი' }];
    const details = { period: '2026-11', note: 'ნ1' };
    const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');
    const { error } = callFailureOf(
      serviceError(status.FAILED_PRECONDITION, 'ledger.no', {
        'violations-bin': bytes(violations),
        'details-bin': bytes(details),
      }),
      circumstances,
    );
    expect(error).toMatchObject({ message: 'What the callee says.', violations, details });
  });

  it('is read without violations that are no JSON', () => {
    const metadata = { 'violations-bin': Buffer.from('{') };
    const failure = serviceError(status.NOT_FOUND, 'ledger.no', metadata);
    expect(callFailureOf(failure, circumstances).error.violations).toEqual([]);
  });

  it.each([status.PERMISSION_DENIED, status.RESOURCE_EXHAUSTED, status.INVALID_ARGUMENT])(
    'is a defect of ours when status %s comes from something on the way',
    (code) => {
      expect(readAs(code)).toEqual(['internal', 'clients.callee_failed', 'works']);
    },
  );
});

describe('a refusal of a token', () => {
  it.each(['host.token_invalid', 'host.token_expired', 'host.token_revoked'])(
    'is told to our caller when it is of theirs (%s)',
    (code) => {
      expect(readAs(status.UNAUTHENTICATED, code)).toEqual(['unauthenticated', code, 'works']);
    },
  );

  it.each([
    [status.UNAUTHENTICATED, 'host.service_token_missing', {}],
    [status.UNAUTHENTICATED, 'host.service_token_invalid', {}],
    [status.UNAUTHENTICATED, 'host.token_missing', {}],
    [status.UNAUTHENTICATED, 'host.token_invalid', own],
    [status.PERMISSION_DENIED, 'host.service_not_allowed', {}],
    [status.PERMISSION_DENIED, 'host.permission_denied', own],
  ])('is never told to our caller when it is of this service (%s %s %p)', (code, said, changes) => {
    expect(readAs(code, said, changes)).toEqual(['internal', 'clients.not_admitted', 'works']);
  });
});

describe('a fault', () => {
  it.each([
    [status.INTERNAL, 'host.internal', 'internal', 'clients.callee_failed'],
    [status.UNIMPLEMENTED, undefined, 'internal', 'clients.callee_failed'],
    [status.DATA_LOSS, undefined, 'internal', 'clients.callee_failed'],
    [status.UNAVAILABLE, 'host.stopping', 'unavailable', 'host.stopping'],
    [status.UNAVAILABLE, undefined, 'unavailable', 'clients.callee_unavailable'],
    [status.INTERNAL, undefined, 'unavailable', 'clients.callee_unavailable'],
    [status.CANCELLED, undefined, 'unavailable', 'clients.callee_unavailable'],
    [status.UNKNOWN, undefined, 'unavailable', 'clients.callee_unavailable'],
    [status.DEADLINE_EXCEEDED, undefined, 'deadline_exceeded', 'clients.deadline_exceeded'],
    [
      status.DEADLINE_EXCEEDED,
      'host.request_timed_out',
      'deadline_exceeded',
      'clients.deadline_exceeded',
    ],
  ])('of status %s with code %s is %s to our caller', (code, said, kind, shown) => {
    expect(readAs(code, said)).toEqual([kind, shown, 'fails']);
  });

  it('of a deadline says nothing of the callee when the time was short', () => {
    expect(readAs(status.DEADLINE_EXCEEDED, undefined, { isFair: false })[2]).toBe('unknown');
  });

  it('names the callee to its reader, and to the log the method and what it said', () => {
    const failure = serviceError(status.INTERNAL, 'host.internal');
    const { error } = callFailureOf(failure, circumstances);
    expect(error.details).toEqual({ callee: 'accounting-core' });
    expect(error.message).not.toContain('What the callee says');
    expect(String(error.cause)).toBe(
      'Error: accounting-core accounting.core.v1.AccountService/GetAccount: ' +
        'INTERNAL (host.internal) What the callee says.',
    );
  });
});
