import { fakeClock, sequentialUuids } from '@accounting/testing';

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

  it('refuses a start that is no instant', () => {
    expect(() => fakeClock('2026-01-31')).toThrow('is an instant');
  });
});

describe('sequential identifiers', () => {
  it('count from one and differ between series', () => {
    const [first, second] = [sequentialUuids(), sequentialUuids(255)];
    expect([first(), first()]).toEqual([
      '00000000-0000-7000-8000-000000000001',
      '00000000-0000-7000-8000-000000000002',
    ]);
    expect(second()).toBe('00000000-00ff-7000-8000-000000000001');
  });
});
