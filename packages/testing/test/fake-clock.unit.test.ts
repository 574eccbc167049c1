import { fakeClock } from '@accounting/testing';

describe('a fake clock', () => {
  it('stands still until it is moved', () => {
    const clock = fakeClock('2026-01-31T23:59:59.000Z');
    expect([clock.now(), clock.now()]).toEqual([
      '2026-01-31T23:59:59.000Z',
      '2026-01-31T23:59:59.000Z',
    ]);
    clock.advance(1_500);
    expect(clock.now()).toBe('2026-02-01T00:00:00.500Z');
    clock.set('2027-01-01T00:00:00Z');
    expect(clock.now()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('shows an hour of the working day in Tbilisi unless told otherwise', () => {
    expect(fakeClock().now()).toBe('2026-11-22T08:00:00.000Z');
  });

  it('refuses a start that is no instant', () => {
    expect(() => fakeClock('2026-01-31')).toThrow('is an instant');
  });
});
