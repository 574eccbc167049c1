/**
 * A small seeded generator (mulberry32), so that every run posts the same amounts to the same
 * accounts.
 */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** `12.34`: between 0.01 and 9,999.99. */
export const randomAmount = (random: () => number): string => {
  const tetri = 1 + Math.floor(random() * 999_998);
  return `${Math.floor(tetri / 100)}.${String(tetri % 100).padStart(2, '0')}`;
};
