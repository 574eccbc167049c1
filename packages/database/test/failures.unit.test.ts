import { DomainError } from '@accounting/kernel';
import { databaseErrors, isConnectionLost, translateFailure } from '../src/failures';

const withCode = (code: string): Error => Object.assign(new Error('from the driver'), { code });

describe('a failure of the database', () => {
  it.each([
    ['57P01', 'unavailable'],
    ['57P03', 'unavailable'],
    ['53300', 'unavailable'],
    ['53100', 'unavailable'],
    ['08006', 'unavailable'],
    ['ECONNREFUSED', 'unavailable'],
    ['ECONNRESET', 'unavailable'],
    ['57014', 'deadline_exceeded'],
    ['25P03', 'deadline_exceeded'],
    ['40001', 'aborted'],
    ['40P01', 'aborted'],
  ])('with code %s is %s', (code, kind) => {
    const error = withCode(code);
    expect(translateFailure(error)).toMatchObject({ kind, cause: error });
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
  ])('that says "%s" is unavailable', (message) => {
    expect(translateFailure(new Error(message))).toMatchObject({ kind: 'unavailable' });
  });
});

it.each([
  ['a constraint', withCode('23505')],
  ['an error of ours', new Error('anything')],
  ['an error that is sorted already', new DomainError(databaseErrors.aborted)],
  ['what is no error', 'text'],
])('leaves %s unchanged', (_name, error) => {
  expect(translateFailure(error)).toBe(error);
});

it('gives up a connection that was lost or cut off, and not one after a slow statement', () => {
  expect(isConnectionLost(translateFailure(withCode('ECONNRESET')))).toBe(true);
  expect(isConnectionLost(translateFailure(withCode('25P03')))).toBe(true);
  expect(isConnectionLost(translateFailure(withCode('57014')))).toBe(false);
  expect(isConnectionLost(new DomainError(databaseErrors.deadlineExceeded))).toBe(false);
  expect(isConnectionLost(withCode('23505'))).toBe(false);
});
