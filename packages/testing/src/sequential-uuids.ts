import type { NewUuid, Uuid } from '@accounting/kernel';

/**
 * Identifiers that a reader can tell apart: `00000000-0000-7000-8000-000000000001` and counting.
 * Two sources with different `series` (0 to 65,535) never give the same one.
 */
export const sequentialUuids = (series = 0): NewUuid => {
  let last = 0;
  return () => {
    last += 1;
    const group = series.toString(16).padStart(4, '0');
    return `00000000-${group}-7000-8000-${last.toString(16).padStart(12, '0')}` as Uuid;
  };
};
