import { Instant } from '@accounting/kernel';

/** The instant so many milliseconds later. */
export const later = (instant: Instant, milliseconds: number): Instant =>
  Instant.ofDate(new Date(Instant.toEpochMilliseconds(instant) + milliseconds));

/** Milliseconds from one instant to another; negative when the second comes first. */
export const millisecondsBetween = (from: Instant, to: Instant): number =>
  Instant.toEpochMilliseconds(to) - Instant.toEpochMilliseconds(from);

/** The earlier of two: instants compare as text. */
export const earlierOf = (one: Instant, other: Instant): Instant => (one < other ? one : other);
