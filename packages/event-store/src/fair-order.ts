import { groupBy } from '@accounting/kernel';
import type { Waiting } from './batch';

/**
 * What waits, a unit of each company in turn: one that sends thousands at once waits for itself,
 * not the others for it. The units of a company keep their order, and companies the order in which
 * they first stand in the queue.
 */
export const inFairOrder = (queue: readonly Waiting[]): readonly Waiting[] => {
  const companies = [...groupBy(queue, ({ unit }) => unit.unit.companyId).values()];
  if (companies.length < 2) return queue;
  const fair: Waiting[] = [];
  for (let place = 0; fair.length < queue.length; place += 1) {
    for (const units of companies) {
      const waiting = units[place];
      if (waiting !== undefined) fair.push(waiting);
    }
  }
  return fair;
};
