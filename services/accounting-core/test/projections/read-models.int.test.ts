import type { AccountingDate, AccountingMonth, Currency, Instant } from '@accounting/kernel';
import type { LedgerSettingsChanged } from '../../src/domain/ledger-settings/events';
import type { TransactionDrafted } from '../../src/domain/transaction/events';
import type { LedgerEvent } from '../../src/projections/ledger-events';
import {
  accountCreated,
  newAccount,
  newCompany,
  now,
  posted,
  startLedger,
  unitOf,
  type TestLedger,
} from '../infrastructure/ledger-fixture';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const company = newCompany();

const rowOf = async (table: string, condition: string): Promise<Record<string, unknown>> => {
  const { rows } = await ledger.database.read(company, (connection) =>
    connection.query<Record<string, unknown>>(`SELECT * FROM ledger.${table} WHERE ${condition}`),
  );
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
};

const draft = (): TransactionDrafted => {
  const { postedBy: _postedBy, ...content } = posted({
    debit: newAccount(),
    credit: newAccount(),
    on: '2026-11-05',
  }).data;
  return { type: 'TransactionDrafted', data: content };
};

/** Several events of one stream in one commit, as a use case may decide them together. */
const recordTogether = (events: readonly LedgerEvent[]): Promise<unknown> => {
  const units = events.map((event) => unitOf(company, event));
  const [first] = units;
  const [append] = first?.appends ?? [];
  if (first === undefined || append === undefined) throw new Error('nothing to record');
  const all = units.flatMap(({ appends }) => appends.flatMap((each) => each.events));
  return ledger.eventStore.commit({ ...first, appends: [{ ...append, events: all }] });
};

describe('a transaction', () => {
  it('keeps its entries and forgets its approval when it is revised', async () => {
    const drafted = draft();
    const { transactionId } = drafted.data;
    await ledger.record(company, drafted);
    await ledger.record(
      company,
      { type: 'TransactionApproved', data: { transactionId, approvedBy: 'tamar' } },
      2,
    );
    const { createdBy: _createdBy, ...content } = drafted.data;
    const revised = { ...content, description: 'purchase', revisedBy: 'eka' };
    await ledger.record(company, { type: 'TransactionRevised', data: revised }, 3);
    expect(await rowOf('transactions', `transaction_id = '${transactionId}'`)).toMatchObject({
      status: 'draft',
      version: 3,
      description: 'purchase',
      created_by: 'nino',
      last_edited_by: 'eka',
      last_edited_at: now,
      approved_by: null,
      draft_entries: drafted.data.entries,
    });
  });

  it('says who rejected it and why', async () => {
    const drafted = draft();
    const { transactionId } = drafted.data;
    await ledger.record(company, drafted);
    const data = { transactionId, rejectedBy: 'tamar', reason: 'no invoice' };
    await ledger.record(company, { type: 'TransactionRejected', data }, 2);
    expect(await rowOf('transactions', `transaction_id = '${transactionId}'`)).toMatchObject({
      status: 'rejected',
      rejected_by: 'tamar',
      rejected_at: now,
      rejection_reason: 'no invoice',
    });
  });

  it('may be drafted, approved, posted and reversed in one commit', async () => {
    await ledger.partitions.ensure(['2026-11' as AccountingMonth]);
    const drafted = draft();
    const { transactionId } = drafted.data;
    const reversalTransactionId = draft().data.transactionId;
    await recordTogether([
      drafted,
      { type: 'TransactionApproved', data: { transactionId, approvedBy: 'tamar' } },
      { type: 'TransactionPosted', data: { ...drafted.data, postedBy: 'tamar' } },
      {
        type: 'TransactionReversed',
        data: {
          transactionId,
          reversedBy: 'nino',
          reversalTransactionId,
          reversalDate: '2026-11-06' as AccountingDate,
          reason: 'twice',
        },
      },
    ]);
    expect(await rowOf('transactions', `transaction_id = '${transactionId}'`)).toMatchObject({
      status: 'reversed',
      version: 4,
      created_by: 'nino',
      approved_by: 'tamar',
      posted_by: 'tamar',
      reversed_by: reversalTransactionId,
      draft_entries: null,
    });
  });
});

describe('an account', () => {
  it('shows every change, also those recorded together', async () => {
    const created = accountCreated({ code: '1110' });
    const { accountId } = created.data;
    const parentAccountId = newAccount();
    await recordTogether([
      created,
      { type: 'AccountRenamed', data: { accountId, nameEnglish: 'Cash', nameGeorgian: 'ფული' } },
    ]);
    await ledger.record(company, { type: 'AccountMoved', data: { accountId, parentAccountId } }, 3);
    const classified = {
      accountId,
      isMonetary: false,
      currency: 'USD' as Currency,
      ifrsLine: 'cash',
      metadata: { place: 'ბათუმი' },
    };
    await ledger.record(company, { type: 'AccountClassified', data: classified }, 4);
    await ledger.record(company, { type: 'AccountDeactivated', data: { accountId } }, 5);
    expect(await rowOf('accounts', `account_id = '${accountId}'`)).toMatchObject({
      code: '1110',
      name_english: 'Cash',
      name_georgian: 'ფული',
      parent_account_id: parentAccountId,
      is_monetary: false,
      currency: 'USD',
      metadata: { place: 'ბათუმი' },
      is_active: false,
      version: 5,
    });
    await ledger.record(company, { type: 'AccountReactivated', data: { accountId } }, 6);
    expect(await rowOf('accounts', `account_id = '${accountId}'`)).toMatchObject({
      is_active: true,
      version: 6,
      created_at: now,
    });
  });
});

describe('periods, years, rates and settings', () => {
  const period = '2026-03' as AccountingMonth;

  it('show the latest state of a period', async () => {
    const closed: LedgerEvent = { type: 'FiscalPeriodClosed', data: { period, closedBy: 'nino' } };
    await ledger.record(company, closed);
    expect(await rowOf('fiscal_periods', "period = '2026-03-01'")).toMatchObject({
      status: 'closed',
    });
    const locked: LedgerEvent = { type: 'FiscalPeriodLocked', data: { period, lockedBy: 'nino' } };
    await ledger.record(company, locked, 2);
    expect(await rowOf('fiscal_periods', "period = '2026-03-01'")).toMatchObject({
      status: 'locked',
    });
    const unlocked = { period, unlockedBy: 'eka', reason: 'corrected return' };
    await ledger.record(company, { type: 'FiscalPeriodUnlocked', data: unlocked }, 3);
    expect(await rowOf('fiscal_periods', "period = '2026-03-01'")).toMatchObject({
      status: 'closed',
      changed_by: 'eka',
      reason: 'corrected return',
    });
    const data = { period, reopenedBy: 'tamar', reason: 'late invoice' };
    await ledger.record(company, { type: 'FiscalPeriodReopened', data }, 4);
    expect(await rowOf('fiscal_periods', "period = '2026-03-01'")).toMatchObject({
      status: 'open',
      changed_by: 'tamar',
      reason: 'late invoice',
      version: 4,
    });
  });

  it('forget the profit of a year that was reopened', async () => {
    const data = { year: 2025, closedBy: 'nino', profitGel: '-12.50' };
    await ledger.record(company, { type: 'FiscalYearClosed', data });
    expect(await rowOf('fiscal_years', 'year = 2025')).toMatchObject({
      status: 'closed',
      profit_gel: '-12.50',
    });
    const reopened = { year: 2025, reopenedBy: 'tamar', reason: 'audit' };
    await ledger.record(company, { type: 'FiscalYearReopened', data: reopened }, 2);
    expect(await rowOf('fiscal_years', 'year = 2025')).toMatchObject({
      status: 'open',
      profit_gel: null,
      reason: 'audit',
    });
  });

  it('keep the corrected rate of a day', async () => {
    const data = {
      currency: 'USD' as Currency,
      date: '2026-11-05' as AccountingDate,
      rate: '2.7123',
      source: 'nbg',
      recordedBy: 'nino',
    };
    await ledger.record(company, { type: 'ExchangeRateRecorded', data });
    await ledger.record(
      company,
      { type: 'ExchangeRateRecorded', data: { ...data, rate: '2.7' } },
      2,
    );
    expect(await rowOf('exchange_rates', "currency = 'USD'")).toMatchObject({
      rate: '2.7000000000',
      version: 2,
      recorded_at: now satisfies Instant,
    });
  });

  it('keep the reason for which four eyes are waived', async () => {
    const accounts = {
      conversionDifference: newAccount(),
      exchangeGain: newAccount(),
      exchangeLoss: newAccount(),
      retainedEarnings: newAccount(),
    };
    const changed = (
      fourEyes: LedgerSettingsChanged['data']['fourEyes'],
    ): LedgerSettingsChanged => ({
      type: 'LedgerSettingsChanged',
      data: { accounts, fourEyes, changedBy: 'nino' },
    });
    await ledger.record(company, changed({ required: true }));
    await ledger.record(company, changed({ required: false, reason: 'one accountant' }), 2);
    expect(await rowOf('ledger_settings', 'true')).toMatchObject({
      retained_earnings_account_id: accounts.retainedEarnings,
      four_eyes_required: false,
      four_eyes_waiver_reason: 'one accountant',
      version: 2,
    });
  });
});
