import type { Instant } from '@accounting/kernel';
import { earlierOf, later, millisecondsBetween } from '../../src/domain/instants';

const one = '2026-12-31T23:59:59.000Z' as Instant;
const other = '2027-01-01T00:00:00.500Z' as Instant;

describe('instants', () => {
  it('are moved and compared by milliseconds', () => {
    expect(later(one, 1_500)).toBe(other);
    expect(millisecondsBetween(one, other)).toBe(1_500);
    expect(millisecondsBetween(other, one)).toBe(-1_500);
    expect(earlierOf(one, other)).toBe(one);
    expect(earlierOf(other, one)).toBe(one);
  });
});
