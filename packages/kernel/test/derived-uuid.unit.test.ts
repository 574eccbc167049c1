import { derivedUuid, derivedUuidName, derivedUuidsOf, Instant, Uuid } from '@accounting/kernel';

const instant = Instant.parse('2026-11-22T10:00:00.000Z') as Instant;
const name = derivedUuidName('import batch-1');

describe('a derived UUID', () => {
  it('is the same for the same instant, ordinal and name', () => {
    expect(derivedUuid(instant, 7, name)).toBe(
      derivedUuid(instant, 7, derivedUuidName('import batch-1')),
    );
  });

  it('is a UUID of version 8 with the variant of RFC 9562', () => {
    const id = derivedUuid(instant, 0xffff_ffff, name);
    expect(Uuid.parse(id)).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('differs by name and by ordinal, and sorts by ordinal', () => {
    const ids = [1, 2, 16, 255, 256, 70_000].map((ordinal) => derivedUuid(instant, ordinal, name));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(derivedUuid(instant, 1, derivedUuidName('other'))).not.toBe(ids[0]);
  });

  it('lies between the first and the last of its instant, and none of another does', () => {
    const { first, last } = derivedUuidsOf(instant);
    const laterInstant = Instant.parse('2026-11-22T10:00:00.001Z') as Instant;
    const later = derivedUuidsOf(laterInstant);
    for (const ordinal of [0, 7, 0xffff_ffff]) {
      const id = derivedUuid(instant, ordinal, name);
      expect([last, id, first].sort()).toEqual([first, id, last]);
    }
    expect(last < later.first).toBe(true);
  });
});
