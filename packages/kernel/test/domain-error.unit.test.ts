import {
  DomainError,
  errorKinds,
  reject,
  rejectAll,
  type ErrorDefinition,
} from '@accounting/kernel';

const periodClosed: ErrorDefinition = {
  code: 'accounting-core.period_closed',
  kind: 'failed_precondition',
  message: 'The period is closed. Reopen it, or choose a date in an open one.',
};

describe('domain error', () => {
  it('carries code, kind, message and facts of its definition', () => {
    const error = reject(periodClosed, { period: '2026-10' });
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({
      name: 'DomainError',
      code: periodClosed.code,
      kind: 'failed_precondition',
      message: periodClosed.message,
      details: { period: '2026-10' },
      violations: [],
    });
  });

  it('names the field at fault as a violation, and not among the facts', () => {
    const error = reject(periodClosed, { field: 'date', period: '2026-10' }, 'October is closed.');
    expect(error.message).toBe('October is closed.');
    expect(error.details).toEqual({ period: '2026-10' });
    expect(reject(periodClosed).details).toEqual({});
    expect(error.violations).toEqual([
      { field: 'date', code: periodClosed.code, message: 'October is closed.' },
    ]);
  });

  it('reports many mistakes together, and never none', () => {
    const violations = ['entries[0].debit', 'entries[3].accountId'].map((field) => ({
      field,
      code: 'accounting-core.invalid_entry',
      message: 'Wrong.',
    }));
    expect(rejectAll(periodClosed, violations).violations).toEqual(violations);
    expect(() => rejectAll(periodClosed, [])).toThrow('an error that reports mistakes has one');
  });

  it('keeps its cause for the log', () => {
    const cause = new Error('connection lost');
    expect(new DomainError(periodClosed, { cause }).cause).toBe(cause);
    expect('cause' in new DomainError(periodClosed)).toBe(false);
  });

  it('has every kind once', () => {
    expect(new Set(errorKinds).size).toBe(errorKinds.length);
  });
});
