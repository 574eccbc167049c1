import { takeTurns } from '@accounting/kernel';
import { encodeUnit, type EncodedUnit } from './encoded-unit';
import type { CommitUnit } from './port';

/** Encodes the units of one store, each with a number of its own. */
export interface UnitEncoder {
  readonly encode: (unit: CommitUnit) => EncodedUnit;
  /** Encodes many, and lets everything else in the process have its turn meanwhile. */
  readonly encodeInTurns: (units: readonly CommitUnit[]) => Promise<readonly EncodedUnit[]>;
}

/** Encoding a thousand at a stretch would hold up every other request for 20 ms. */
const unitsPerTurn = 50;

export const createUnitEncoder = (): UnitEncoder => {
  let unitsEncoded = 0;
  const encode = (unit: CommitUnit): EncodedUnit => encodeUnit(unit, (unitsEncoded += 1));
  return {
    encode,
    encodeInTurns: async (units) => {
      const encoded: EncodedUnit[] = [];
      const turn = takeTurns(unitsPerTurn);
      for (const unit of units) {
        encoded.push(encode(unit));
        const pause = turn();
        if (pause !== undefined) await pause;
      }
      return encoded;
    },
  };
};
