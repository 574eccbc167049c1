import { AccountingMonth, type Currency } from '@accounting/kernel';
import type { LedgerReferences } from '../../src/application/ports';
import { createLedgerReferences } from '../../src/infrastructure/ledger-references.postgres';
import {
  accountCreated,
  newAccount,
  newCompany,
  startLedger,
  type TestLedger,
} from './ledger-fixture';

let ledger: TestLedger;
let markerReads: number;
let references: LedgerReferences;

beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

beforeEach(() => {
  markerReads = 0;
  references = createLedgerReferences({
    database: ledger.database,
    eventStore: {
      readMarkers: (companyId, names) => {
        markerReads += 1;
        return ledger.eventStore.readMarkers(companyId, names);
      },
    },
  });
});

describe('reference data of a company', () => {
  it('is what its accounts, periods and settings say, at the version of the marker', async () => {
    const company = newCompany();
    const parent = accountCreated({ code: '1000', isPostable: false });
    const account = accountCreated({
      code: '1110',
      parentAccountId: parent.data.accountId,
      currency: 'USD' as Currency,
    });
    const accounts = {
      conversionDifference: newAccount(),
      exchangeGain: newAccount(),
      exchangeLoss: newAccount(),
      retainedEarnings: newAccount(),
    };
    const period = AccountingMonth.of('2026-01');
    await ledger.record(company, parent);
    await ledger.record(company, account);
    await ledger.record(company, {
      type: 'FiscalPeriodLocked',
      data: { period, lockedBy: 'nino' },
    });
    const fourEyes = { required: false, reason: 'one accountant' } as const;
    const data = { accounts, fourEyes, changedBy: 'nino' };
    await ledger.record(company, { type: 'LedgerSettingsChanged', data });

    const reference = await references.load(company);
    expect(reference.version).toBe(4);
    expect(reference.closedYears).toEqual([]);
    expect(reference.accountByCode('1110')).toEqual({
      accountId: account.data.accountId,
      code: '1110',
      type: 'asset',
      normalBalance: 'debit',
      parentAccountId: parent.data.accountId,
      isPostable: true,
      isMonetary: true,
      isActive: true,
      currency: 'USD',
    });
    expect(reference.accountById(account.data.accountId)).toBe(reference.accountByCode('1110'));
    expect([...reference.accounts()].map(({ code }) => code)).toEqual(['1000', '1110']);
    expect(reference.accountById(newAccount())).toBeUndefined();
    expect(reference.periodStatus(period)).toBe('locked');
    expect(reference.periodStatus(AccountingMonth.of('2026-02'))).toBe('open');
    expect(reference.ledgerAccounts).toEqual(accounts);
    expect(reference.fourEyes).toEqual(fourEyes);
  });

  it('names the years that are closed, and not those that were reopened', async () => {
    const company = newCompany();
    for (const year of [2023, 2025, 2024]) {
      const data = { year, closedBy: 'nino', profitGel: '0.00' };
      await ledger.record(company, { type: 'FiscalYearClosed', data });
    }
    expect((await references.load(company)).closedYears).toEqual([2023, 2024, 2025]);
    const reopened = { year: 2025, reopenedBy: 'nino', reason: 'Audit' };
    await ledger.record(company, { type: 'FiscalYearReopened', data: reopened }, 2);
    expect((await references.loadCurrent(company)).closedYears).toEqual([2023, 2024]);
  });

  it('of a new company is empty and asks for four eyes', async () => {
    const reference = await references.load(newCompany());
    expect([...reference.accounts()]).toEqual([]);
    expect(reference).toMatchObject({ version: 0, fourEyes: { required: true } });
    expect(reference.ledgerAccounts).toBeUndefined();
  });

  it('is loaded once, however many ask at the same moment', async () => {
    const company = newCompany();
    const loaded = await Promise.all(Array.from({ length: 50 }, () => references.load(company)));
    expect(new Set(loaded).size).toBe(1);
    expect(await references.load(company)).toBe(loaded[0]);
    expect(markerReads).toBe(1);
  });

  it('is loaded again after it was invalidated', async () => {
    const company = newCompany();
    await references.load(company);
    await ledger.record(company, accountCreated({ code: '1110' }));
    references.invalidate(company);
    const reference = await references.load(company);
    expect(reference.version).toBe(1);
    expect(reference.accountByCode('1110')).toBeDefined();
  });

  it('is kept when it is asked for as it is now and nobody changed it', async () => {
    const company = newCompany();
    const kept = await references.load(company);
    expect(await references.loadCurrent(company)).toBe(kept);
  });

  it('is loaded again when it is asked for as it is now and somebody else changed it', async () => {
    const company = newCompany();
    await references.load(company);
    await ledger.record(company, accountCreated({ code: '1110' }));
    expect((await references.load(company)).version).toBe(0);
    expect((await references.loadCurrent(company)).version).toBe(1);
    expect((await references.load(company)).version).toBe(1);
  });

  it('that was invalidated while it was loaded is not kept', async () => {
    const company = newCompany();
    const loading = references.load(company);
    references.invalidate(company);
    await loading;
    await references.load(company);
    expect(markerReads).toBe(2);
  });

  it('is asked for again when loading it failed', async () => {
    const company = newCompany();
    let failures = 1;
    const failing = createLedgerReferences({
      database: ledger.database,
      eventStore: {
        readMarkers: (companyId, names) =>
          failures-- > 0
            ? Promise.reject(new Error('no answer'))
            : ledger.eventStore.readMarkers(companyId, names),
      },
    });
    await expect(failing.load(company)).rejects.toThrow('no answer');
    await expect(failing.load(company)).resolves.toMatchObject({ version: 0 });
  });
});
