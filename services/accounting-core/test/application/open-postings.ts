import { createPostgresEventStore } from '@accounting/event-store';
import { inlineProjections } from '../../src/projections';
import type { TestLedger } from '../infrastructure/ledger-fixture';
import { applicationOn, portsOn, type Application } from './ledger-application';

/** A promise and the means to settle it. */
const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

const newEventStore = ({ database }: TestLedger) =>
  createPostgresEventStore({ database, inlineProjections });

/** The use cases as another process of the service runs them, with an event store of its own. */
export const anotherProcess = (ledger: TestLedger): Application =>
  applicationOn(portsOn({ ...ledger, eventStore: newEventStore(ledger) }));

/** Another process whose commits have written everything and stay open until told to end. */
export const stallingProcess = (ledger: TestLedger) => {
  const eventStore = newEventStore(ledger);
  const [written, end] = [gate(), gate()];
  const commit: typeof eventStore.commit = async (unit) => {
    const [outcome] = await eventStore.commitTogether([unit], async () => {
      written.open();
      await end.opened;
    });
    if (outcome === undefined) throw new Error('a unit has an outcome');
    return outcome;
  };
  return {
    app: applicationOn(portsOn({ ...ledger, eventStore: { ...eventStore, commit } })),
    /** Resolves when a commit has written and is open. */
    written: written.opened,
    end: end.open,
  };
};

const waiting = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE NOT granted AND datname = current_database()`;

/** Resolves when somebody waits for a lock that somebody else holds. */
export const somebodyWaits = ({ owner }: TestLedger): Promise<void> =>
  owner.withoutCompany(async (connection) => {
    while ((await connection.query(waiting)).rowCount === 0);
  });
