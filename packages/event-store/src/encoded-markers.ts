import type { EncodedUnit } from './encoded-unit';

/** A marker as `record_units` reads it. */
interface EncodedMarker {
  /** Company. */
  readonly c: string;
  /** Name. */
  readonly m: string;
  /** The version required; absent when the marker is advanced whatever its version. */
  readonly v?: number;
  /** Whether it is advanced. */
  readonly a: boolean;
  /** The units that rely on it. */
  readonly n: number[];
}

/**
 * The markers of a commit, `null` when there are none. Postings of one company nearly always
 * require the same version of the same marker, which is therefore sent, locked and compared once,
 * with the numbers of the units that rely on it.
 */
export const encodeMarkers = (units: readonly EncodedUnit[]): string | null => {
  const markers = new Map<string, EncodedMarker>();

  const rely = (marker: Omit<EncodedMarker, 'n'>, unitNumber: number): void => {
    const key = `${marker.c}/${String(marker.v)}/${marker.m}`;
    const known = markers.get(key);
    if (known === undefined) markers.set(key, { ...marker, n: [unitNumber] });
    else known.n.push(unitNumber);
  };

  for (const { unit, number } of units) {
    const { companyId: c, requiredMarkers = [], advancedMarkers = [] } = unit;
    for (const { name, version } of requiredMarkers) {
      rely({ c, m: name, v: version, a: false }, number);
    }
    for (const name of advancedMarkers) rely({ c, m: name, a: true }, number);
  }
  return markers.size === 0 ? null : JSON.stringify([...markers.values()]);
};
