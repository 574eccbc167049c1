import type { Position } from './port';

/** Negative when `left` comes first in commit order, positive when `right` does, 0 when equal. */
export const comparePositions = (left: Position, right: Position): number =>
  compareIntegers(left.transactionId, right.transactionId) ||
  compareIntegers(left.sequence, right.sequence);

const compareIntegers = (left: string, right: string): number => {
  const difference = BigInt(left) - BigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
