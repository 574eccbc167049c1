import { invariant } from '@accounting/kernel';

/** How the stored shapes of one event type became today's. */
export interface EventSchema {
  /** The version written now; 1 for a type that is not listed. */
  readonly current: number;
  /** `1` turns data of version 1 into version 2, and so on up to the current one. Pure. */
  readonly upcast: Readonly<Record<number, (data: unknown) => unknown>>;
}

/** By event type; a type whose shape never changed need not be listed. */
export type EventSchemas = Readonly<Record<string, EventSchema>>;

/** The schema version that events of a type are written with. */
export const currentSchemaVersion = (schemas: EventSchemas, type: string): number =>
  schemas[type]?.current ?? 1;

/** Brings stored data to the shape of today. Throws when a step is missing or the data is newer. */
export const upcast = (
  schemas: EventSchemas,
  stored: { readonly type: string; readonly schemaVersion: number; readonly data: unknown },
): unknown => {
  const { type, schemaVersion } = stored;
  const current = currentSchemaVersion(schemas, type);
  invariant(schemaVersion <= current, `${type} version ${schemaVersion} is known to this service`);
  let data = stored.data;
  for (let version = schemaVersion; version < current; version += 1) {
    const step = schemas[type]?.upcast[version];
    invariant(step !== undefined, `${type} can be upcast from version ${version}`);
    data = step(data);
  }
  return data;
};
