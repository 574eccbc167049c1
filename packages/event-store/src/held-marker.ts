import type { Transaction } from '@accounting/database';
import type { HeldMarker, OutcomeAlone } from './port';
import { markersOn } from './postgres-reads';

/**
 * Waits for the transactions that require or advance a marker, and holds up others until this one
 * ends: the statements that follow see all that was recorded before it, and nothing comes between.
 * Resolves to true when the marker has the version asked for.
 */
export const holdMarker = async (
  transaction: Transaction,
  { companyId, name, version }: HeldMarker,
): Promise<boolean> => {
  await transaction.query({
    name: 'event_store_hold_marker',
    text: 'SELECT event_sourcing.lock_markers($1)',
    values: [JSON.stringify([{ c: companyId, m: name, a: true }])],
  });
  const [current] = await markersOn(transaction, companyId, [name]);
  return current?.version === version;
};

/** What is answered when it has not. */
export const movedOn = ({ name }: HeldMarker): OutcomeAlone<never> => ({
  decided: undefined,
  outcome: { status: 'marker_stale', marker: name },
});
