import { groupBy, type CompanyId } from '@accounting/kernel';
import type { EncodedUnit } from './encoded-unit';

/** A marker as one unit requires or advances it. */
interface MarkerUse {
  readonly companyId: CompanyId;
  readonly name: string;
  /** The version required; absent when the marker is advanced whatever its version. */
  readonly version?: number;
  readonly unitNumber: number;
}

const usesOf = ({ unit, number }: EncodedUnit): MarkerUse[] => {
  const { companyId, requiredMarkers = [], advancedMarkers = [] } = unit;
  return [
    ...requiredMarkers.map(({ name, version }) => ({
      companyId,
      name,
      version,
      unitNumber: number,
    })),
    ...advancedMarkers.map((name) => ({ companyId, name, unitNumber: number })),
  ];
};

/**
 * The markers of a commit as `record_units` reads them, `null` when there are none. Postings of one
 * company nearly always require the same version of the same marker, which is therefore sent,
 * locked and compared once, with the numbers of the units that rely on it.
 */
export const encodeMarkers = (units: readonly EncodedUnit[]): string | null => {
  const uses = groupBy(
    units.flatMap(usesOf),
    ({ companyId, name, version }) => `${companyId}/${String(version)}/${name}`,
  );
  if (uses.size === 0) return null;
  const markers = [...uses.values()].map((alike) => ({
    c: alike[0]?.companyId,
    m: alike[0]?.name,
    v: alike[0]?.version,
    a: alike[0]?.version === undefined,
    n: alike.map(({ unitNumber }) => unitNumber),
  }));
  return JSON.stringify(markers);
};
