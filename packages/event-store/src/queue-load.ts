import { reject, type CompanyId } from '@accounting/kernel';
import type { EncodedUnit } from './encoded-unit';
import { eventStoreErrors } from './errors';
import type { EventStoreLimits } from './limits';

/** What waits or is in work, counted in all and for each company. */
export interface QueueLoad {
  /**
   * Counts a unit in; what it gives counts the unit out again. Throws `resource_exhausted` when the
   * queue is full, or the company's part of it: one company cannot shut the others out.
   */
  admit(unit: EncodedUnit): () => void;
}

type LoadLimits = Pick<
  EventStoreLimits,
  'queueUnitsMax' | 'queueBytesMax' | 'queueUnitsPerCompanyMax' | 'queueBytesPerCompanyMax'
>;

interface Load {
  units: number;
  bytes: number;
}

export const createQueueLoad = (limits: LoadLimits): QueueLoad => {
  const all: Load = { units: 0, bytes: 0 };
  const byCompany = new Map<CompanyId, Load>();

  const release = (companyId: CompanyId, own: Load, bytes: number): void => {
    for (const load of [all, own]) {
      load.units -= 1;
      load.bytes -= bytes;
    }
    if (own.units === 0) byCompany.delete(companyId);
  };

  return {
    admit: ({ unit: { companyId }, bytes }) => {
      const own = byCompany.get(companyId) ?? { units: 0, bytes: 0 };
      const { queueUnitsPerCompanyMax, queueBytesPerCompanyMax } = limits;
      const isFull =
        isOver(all, bytes, limits.queueUnitsMax, limits.queueBytesMax) ||
        isOver(own, bytes, queueUnitsPerCompanyMax, queueBytesPerCompanyMax);
      if (isFull) throw reject(eventStoreErrors.queueFull, { waiting: own.units });
      byCompany.set(companyId, own);
      for (const load of [all, own]) {
        load.units += 1;
        load.bytes += bytes;
      }
      return () => release(companyId, own, bytes);
    },
  };
};

/** A single unit is never too large for an empty queue. */
const isOver = (load: Load, bytes: number, unitsMax: number, bytesMax: number): boolean =>
  load.units >= unitsMax || (load.units > 0 && load.bytes + bytes > bytesMax);
