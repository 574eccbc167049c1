import { setImmediate } from 'node:timers/promises';

/**
 * For work on many items that would otherwise hold up everything else in the process: called once
 * an item, answers after every `itemsMax` with a promise that resolves when others have had their
 * turn, and with `undefined` in between, so that most items cost no waiting.
 */
export const takeTurns = (itemsMax: number): (() => Promise<void> | undefined) => {
  let items = 0;
  return () => {
    items += 1;
    return items % itemsMax === 0 ? setImmediate() : undefined;
  };
};
