import type { RecordedEvent } from '@accounting/event-store';
import { organisationEventVersions, type OrganisationEvent } from '../domain/organisation-event';

type FactType = OrganisationEvent['type'];

/** A recorded fact whose type tells the shape of its data. */
export type Recorded<Type extends FactType = FactType> = {
  [Name in Type]: Omit<RecordedEvent, 'type' | 'data'> &
    Extract<OrganisationEvent, { readonly type: Name }>;
}[Type];

/**
 * The facts of the types named, in the order recorded; of all types unless some are named. What was
 * written under a type has that type's data: older shapes are upcast before they get here.
 */
export const factsOf = <const Type extends FactType = FactType>(
  events: readonly RecordedEvent[],
  types: readonly Type[] = Object.keys(organisationEventVersions) as Type[],
): readonly Recorded<Type>[] =>
  events.filter(({ type }) => types.includes(type as Type)) as unknown as readonly Recorded<Type>[];
