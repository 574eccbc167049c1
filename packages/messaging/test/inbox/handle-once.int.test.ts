import { createDatabase, databaseMigrations, type Database } from '@accounting/database';
import { newUuid } from '@accounting/kernel';
import { createTestDatabase, type TestDatabase } from '@accounting/testing';
import { handleOnce, inboxMigrations } from '../../src';
import { Gate, aWhile, company } from '../fixtures';

describe('inbox', () => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase({
      name: 'consumer',
      sets: [databaseMigrations, inboxMigrations],
    });
    database = createDatabase({ url: testDatabase.serviceUrl, applicationName: 'inbox-test' });
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const entry = (messageId = newUuid()) => ({
    companyId: company(1),
    consumer: 'ledger-balances',
    messageId,
  });

  const deliver = (about: ReturnType<typeof entry>, work: () => Promise<void>): Promise<boolean> =>
    database.write([about.companyId], (transaction) => handleOnce(transaction, about, work));

  it('does the work of a message that arrives twice once', async () => {
    const about = entry();
    let count = 0;
    const work = async (): Promise<void> => void (count += 1);

    expect(await deliver(about, work)).toBe(true);
    expect(await deliver(about, work)).toBe(false);
    expect(count).toBe(1);
  });

  it('forgets a message whose work failed', async () => {
    const about = entry();
    await expect(deliver(about, () => Promise.reject(new Error('not now')))).rejects.toThrow(
      'not now',
    );

    expect(await deliver(about, async () => undefined)).toBe(true);
  });

  it('keeps consumers and companies apart', async () => {
    const about = entry();
    await deliver(about, async () => undefined);

    expect(await deliver({ ...about, consumer: 'reports' }, async () => undefined)).toBe(true);
    expect(await deliver({ ...about, companyId: company(2) }, async () => undefined)).toBe(true);
  });

  it('has a second delivery at the same moment wait for the first', async () => {
    const about = entry();
    const gate = new Gate();
    let hasSecondSettled = false;
    const first = deliver(about, () => gate.opened);
    await aWhile();
    const second = deliver(about, async () => undefined).finally(() => {
      hasSecondSettled = true;
    });
    await aWhile();

    expect(hasSecondSettled).toBe(false);
    gate.open();
    expect(await first).toBe(true);
    expect(await second).toBe(false);
  });

  it('refuses to record for a company that the transaction is not for', async () => {
    const about = entry();

    await expect(
      database.write([company(2)], (transaction) =>
        handleOnce(transaction, about, async () => undefined),
      ),
    ).rejects.toThrow('row-level security');
  });
});
