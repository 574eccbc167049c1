import { createHash } from 'node:crypto';
import { Instant } from './instant';
import type { Uuid } from './identifiers';

/** The upper 48 bits of a UUID: milliseconds since 1970, as twelve hexadecimal digits. */
const timeDigits = (instant: Instant): string =>
  Instant.toEpochMilliseconds(instant).toString(16).padStart(12, '0');

/**
 * A UUID of version 8 (RFC 9562, section 5.8) that follows from its parts: equal instant, ordinal
 * and name always give the same, so that doing a thing again finds what was done. Ids of one
 * instant sort by ordinal, like ids of version 7 sort by time. `ordinal` is 0 to 4,294,967,295.
 */
export const derivedUuid = (
  instant: Instant,
  ordinal: number,
  nameDigest: DerivedUuidName,
): Uuid => {
  const count = ordinal.toString(16).padStart(8, '0');
  const time = timeDigits(instant);
  // Version and variant take six bits; the rest is time, ordinal and name, most significant first.
  const upper = `${time.slice(0, 8)}-${time.slice(8)}-8${count.slice(0, 3)}`;
  return `${upper}-8${count.slice(3, 6)}-${count.slice(6)}${nameDigest}` as Uuid;
};

declare const nameBrand: unique symbol;

/** Ten hexadecimal digits of a name's SHA-256; tells apart ids of one instant and ordinal. */
export type DerivedUuidName = string & { readonly [nameBrand]: true };

/** The digits of a name, computed once for all the ids that are derived with it. */
export const derivedUuidName = (name: string): DerivedUuidName =>
  createHash('sha256').update(name).digest('hex').slice(0, 10) as DerivedUuidName;

/** The least and the greatest UUID that `derivedUuid` makes for an instant. */
export const derivedUuidsOf = (
  instant: Instant,
): { readonly first: Uuid; readonly last: Uuid } => ({
  first: derivedUuid(instant, 0, '0000000000' as DerivedUuidName),
  last: derivedUuid(instant, 0xffff_ffff, 'ffffffffff' as DerivedUuidName),
});
