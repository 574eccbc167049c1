import {
  createPostgresEventLog,
  createPostgresEventStore,
  createRecentEvents,
} from '@accounting/event-store';
import { anAppend, anEvent, aUnit, newCompany, newStream, readWholeLog } from './fixtures';
import { eventStoreContract } from './event-store-contract';
import { createPostgresSubject, type PostgresSubject } from './postgres-subject';

eventStoreContract('on PostgreSQL whose log remembers', async (projection) => {
  const { database, backgroundDatabase, close } = await createPostgresSubject();
  const recentEvents = createRecentEvents();
  return {
    store: createPostgresEventStore({ database, inlineProjections: [projection], recentEvents }),
    log: createPostgresEventLog({ backgroundDatabase, recentEvents }),
    close,
  };
});

describe('a log that remembers what its process recorded', () => {
  let subject: PostgresSubject;
  beforeEach(async () => {
    subject = await createPostgresSubject();
  });
  afterEach(() => subject.close());

  /** Two processes of one service: each with a store, and the log of the first. */
  const twoProcesses = () => {
    const { database, backgroundDatabase } = subject;
    const recentEvents = createRecentEvents();
    return {
      own: createPostgresEventStore({ database, inlineProjections: [], recentEvents }),
      other: createPostgresEventStore({ database, inlineProjections: [] }),
      log: createPostgresEventLog({ backgroundDatabase, recentEvents }),
      forgetful: createPostgresEventLog({ backgroundDatabase }),
    };
  };

  const unitNamed = (text: string) =>
    aUnit(newCompany(), { appends: [anAppend(newStream(), 0, anEvent({ text }))] });

  /** A commit shows once older transactions anywhere on the server have ended. */
  const shown = async (log: ReturnType<typeof createPostgresEventLog>, count: number) => {
    for (;;) {
      const events = await readWholeLog(log);
      if (events.length === count) return events;
    }
  };

  it('shows the facts of other processes among its own, in the order of commits', async () => {
    const { own, other, log, forgetful } = twoProcesses();
    await own.commit(unitNamed('own, first'));
    await other.commit(unitNamed('of another'));
    await own.commit(unitNamed('own, last'));
    const read = await shown(forgetful, 3);
    const remembered = await readWholeLog(log);
    expect(remembered).toEqual(read);
    expect(remembered.map(({ data }) => data)).toEqual([
      { text: 'own, first' },
      { text: 'of another' },
      { text: 'own, last' },
    ]);
  });

  it('shows the same facts as the tables, also when asked for them again', async () => {
    const { own, log, forgetful } = twoProcesses();
    for (const text of ['a', 'b', 'c']) await own.commit(unitNamed(text));
    const read = await shown(forgetful, 3);
    expect(await readWholeLog(log)).toEqual(read);
    expect(await readWholeLog(log)).toEqual(read);
  });

  it('has its own facts from memory, not from the tables', async () => {
    const { own, log, forgetful } = twoProcesses();
    const unit = unitNamed('remembered');
    await own.commit(unit);
    await shown(forgetful, 1);
    const [event] = await readWholeLog(log);
    expect(event?.data).toBe(unit.appends[0]?.events[0]?.data);
  });

  it('never shows what was undone', async () => {
    const { own, log, forgetful } = twoProcesses();
    const undone = own.commitTogether([unitNamed('undone')], () => {
      throw new Error('undone alongside');
    });
    await expect(undone).rejects.toThrow('undone alongside');
    await own.commit(unitNamed('recorded'));
    await shown(forgetful, 1);
    expect((await readWholeLog(log)).map(({ data }) => data)).toEqual([{ text: 'recorded' }]);
  });

  it('is told of facts before their commit, and of those only that are recorded', async () => {
    const steps: string[] = [];
    const { database } = subject;
    const store = createPostgresEventStore({
      database: {
        ...database,
        write: (companies, work) =>
          database.write(companies, async (transaction) => {
            const result = await work(transaction);
            steps.push('commit');
            return result;
          }),
      },
      inlineProjections: [],
      recentEvents: {
        keep: (_units, outcomes) => steps.push(...outcomes.map(({ status }) => status)),
        take: () => undefined,
      },
    });
    const company = newCompany();
    const streamId = newStream();
    const first = () => aUnit(company, { appends: [anAppend(streamId, 0)] });
    await store.commit(first());
    await store.commitTogether([aUnit(company)], () => Promise.resolve());
    // Refused: what was hoped for is undone, and was not told of.
    await store.commit(first());
    expect(steps).toEqual(
      ['committed', 'committed', 'version_conflict'].flatMap((status) => [status, 'commit']),
    );
  });
});
