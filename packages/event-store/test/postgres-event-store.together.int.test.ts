import type { Transaction } from '@accounting/database';
import { createPostgresEventStore, type EventStore } from '@accounting/event-store';
import type { CompanyId } from '@accounting/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import { aUnit, newCompany } from './fixtures';
import { openTwoProcesses, underWay } from './postgres-processes';

const given = openTwoProcesses();

const relying = (companyId: CompanyId) =>
  aUnit(companyId, { requiredMarkers: [{ name: 'accounts', version: 0 }] });

const together = (store: EventStore<Transaction>, companyId: CompanyId) =>
  store.commitTogether([relying(companyId)], () => Promise.resolve());

describe('units committed together on PostgreSQL', () => {
  /** Transactions that have recorded something and not ended. */
  const countOpen = async (): Promise<number> => {
    const { asOwner } = given();
    const rows = await asOwner(
      `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock'
         AND datname = current_database()`,
    );
    return rows.length;
  };
  const untilOpen = async (count: number): Promise<void> => {
    while ((await countOpen()) < count);
    // Whoever may open one more has done so by the time that another company is served.
    await given().otherStore.commit(aUnit(newCompany()));
    expect(await countOpen()).toBe(count);
  };

  it('are recorded while those before have their turn', async () => {
    const { store, company, recordedIds } = given();
    const first = await underWay(store, relying(company));
    const others = [together(store, company), together(store, company)];
    await untilOpen(2);
    expect(await recordedIds()).toEqual([]);
    first.release();
    await Promise.all([first.outcomes, ...others]);
    expect(await recordedIds()).toHaveLength(3);
  });

  it('wait until it is over behind a unit decided alone, and hold nothing meanwhile', async () => {
    const { subject, company } = given();
    let written = 0;
    const store = createPostgresEventStore({
      database: {
        ...subject.database,
        write: async (companies, work) => {
          written += 1;
          // The second is that of the unit decided alone: whoever may overtake it, will.
          if (written === 2) await delay(100);
          return subject.database.write(companies, work);
        },
      },
      inlineProjections: [],
    });
    const first = await underWay(store, relying(company));
    const held = { companyId: company, name: 'accounts', version: 0 };
    const alone = store.commitAlone(held, () => Promise.resolve({ unit: relying(company) }));
    const last = together(store, company);
    first.release();
    await first.outcomes;
    expect((await alone).outcome).toMatchObject({ status: 'committed' });
    expect(await last).toMatchObject([{ status: 'committed' }]);
  });

  it('are opened in their turn when enough others are open before theirs', async () => {
    const { subject, company } = given();
    const store = createPostgresEventStore({
      database: subject.database,
      inlineProjections: [],
      limits: { togetherAheadMax: 1 },
    });
    const companies = [company, newCompany()];
    const firsts = await Promise.all(companies.map((one) => underWay(store, relying(one))));
    const seconds = companies.map((one) => together(store, one));
    await untilOpen(3);
    for (const { release } of firsts) release();
    await Promise.all([...firsts.map(({ outcomes }) => outcomes), ...seconds]);
    expect(await countOpen()).toBe(0);
  });
});
