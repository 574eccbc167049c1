import { createImportStaging } from '../../src/infrastructure/import-staging.postgres';
import { newAccount, newCompany, posted, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const staging = () => createImportStaging(ledger.database);

describe('rows kept aside', () => {
  const company = newCompany();
  const content = posted({ debit: newAccount(), credit: newAccount(), on: '2026-11-05' }).data;
  const rows = [3, 1, 2].map((line) => ({ line, content }));

  it('come back in line order, a part at a time, until they are discarded', async () => {
    await ledger.database.write([company], async (transaction) => {
      await staging().add(transaction, company, 'b1', rows);
      await staging().add(transaction, company, 'b2', []);
    });
    expect(await staging().read(company, 'b1', 0, 2)).toEqual([
      { line: 1, content },
      { line: 2, content },
    ]);
    expect(await staging().read(company, 'b1', 2, 2)).toEqual([{ line: 3, content }]);
    await ledger.database.write([company], (transaction) =>
      staging().discard(transaction, company, 'b1'),
    );
    expect(await staging().read(company, 'b1', 0, 10)).toEqual([]);
  });
});
