import { createDatabase, type Transaction } from '@accounting/database';
import { createPostgresEventStore, type EventStore } from '@accounting/event-store';
import type { CompanyId } from '@accounting/kernel';
import { anAppend, aUnit, gate, newCompany, newStream } from './fixtures';
import { openTwoProcesses, underWay } from './postgres-processes';

const given = openTwoProcesses();

describe('a unit decided alone', () => {
  const relying = (companyId: CompanyId) =>
    aUnit(companyId, { requiredMarkers: [{ name: 'accounts', version: 0 }] });
  const held = (companyId: CompanyId) => ({ companyId, name: 'accounts', version: 0 });

  /** What is recorded of a company as far as a transaction sees it. */
  const countEvents = async (transaction: Transaction, companyId: CompanyId): Promise<number> => {
    const { rows } = await transaction.query<{ count: string }>(
      'SELECT count(*) FROM event_sourcing.event_store WHERE company_id = $1',
      [companyId],
    );
    return Number(rows[0]?.count);
  };

  /** Begins to decide on a company alone, and decides when told; resolves when it has begun. */
  const deciding = async (store: EventStore<Transaction>, companyId: CompanyId) => {
    const [begun, told] = [gate(), gate()];
    const result = store.commitAlone(held(companyId), async (transaction) => {
      begun.open();
      await told.opened;
      return { unit: relying(companyId), before: await countEvents(transaction, companyId) };
    });
    await Promise.race([begun.opened, result]);
    return { result, decide: told.open };
  };

  it('sees what was under way when it was asked for', async () => {
    const { store, otherStore, company, somebodyWaits } = given();
    const before = await underWay(store, relying(company));
    const alone = otherStore.commitAlone(held(company), async (transaction) => ({
      unit: relying(company),
      before: await countEvents(transaction, company),
    }));
    await somebodyWaits();
    before.release();
    await before.outcomes;
    expect((await alone).decided?.before).toBe(1);
  });

  it('lets nothing come between the decision and the commit', async () => {
    const { store, otherStore, company, recordedIds, somebodyWaits } = given();
    const alone = await deciding(store, company);
    const later = Promise.all([store, otherStore].map((each) => each.commit(relying(company))));
    await somebodyWaits();
    expect(await recordedIds()).toEqual([]);
    alone.decide();
    const { decided, outcome } = await alone.result;
    expect(decided?.before).toBe(0);
    await later;
    const [first, ...others] = await recordedIds();
    expect(outcome).toMatchObject({ events: [{ eventId: first }] });
    expect(others).toHaveLength(2);
  });

  it('holds up no other company, nor what does not rely on the marker', async () => {
    const { store, company } = given();
    const alone = await deciding(store, company);
    const outcomes = await Promise.all([
      store.commit(relying(newCompany())),
      store.commit(aUnit(company)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'committed']);
    alone.decide();
    expect((await alone.result).outcome.status).toBe('committed');
  });

  it('waits for others of its company on one connection, however many are asked for', async () => {
    const { subject, company } = given();
    const database = createDatabase({
      url: subject.urls.serviceUrl,
      applicationName: 'small',
      connectionsMax: 2,
    });
    const small = createPostgresEventStore({ database, inlineProjections: [] });
    const first = await deciding(small, company);
    const others = Array.from({ length: 4 }, () =>
      small.commitAlone(held(company), async () => ({ unit: relying(company) })),
    );
    expect((await small.commit(relying(newCompany()))).status).toBe('committed');
    first.decide();
    for (const { outcome } of await Promise.all([first.result, ...others])) {
      expect(outcome.status).toBe('committed');
    }
    await database.close();
  });

  it('is decided again after a lost race', async () => {
    const { store, otherStore, company, somebodyWaits } = given();
    const stream = newStream();
    const first = await underWay(store, aUnit(company, { appends: [anAppend(stream, 0)] }));
    let decisions = 0;
    const alone = otherStore.commitAlone(held(company), async () => {
      decisions += 1;
      return { unit: aUnit(company, { appends: [anAppend(stream, 0)] }) };
    });
    await somebodyWaits();
    first.release();
    await first.outcomes;
    expect((await alone).outcome.status).toBe('version_conflict');
    expect(decisions).toBe(2);
  });
});
