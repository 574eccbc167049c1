import {
  DomainError,
  type AccountingMonth,
  type CompanyId,
  type Currency,
} from '@accounting/kernel';
import type { AccountId } from '../../src/domain/account/account-id';
import type { AccountType } from '../../src/domain/account/events';
import type { LedgerEvent } from '../../src/projections/ledger-events';
import {
  accountCreated,
  newAccount,
  newCompany,
  posted,
  startLedger,
  type TestLedger,
} from '../infrastructure/ledger-fixture';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const refusal = async (attempt: Promise<unknown>): Promise<DomainError> => {
  const error: unknown = await attempt.then(
    () => new Error('it was accepted'),
    (failure: unknown) => failure,
  );
  if (error instanceof DomainError) return error;
  throw error;
};

const createAccount = async (companyId: CompanyId, code: string): Promise<AccountId> => {
  const event = accountCreated({ code });
  await ledger.record(companyId, event);
  return event.data.accountId;
};

describe('an account code', () => {
  it('belongs to one account of the company', async () => {
    const company = newCompany();
    await createAccount(company, '1110');
    const error = await refusal(ledger.record(company, accountCreated({ code: '1110' })));
    expect(error).toMatchObject({
      code: 'accounting-core.account_code_taken',
      kind: 'already_exists',
      violations: [{ field: 'code' }],
    });
  });

  it('may be used by every company', async () => {
    await createAccount(newCompany(), '1110');
    await expect(createAccount(newCompany(), '1110')).resolves.toEqual(expect.any(String));
  });
});

describe('deactivating an account', () => {
  const deactivate = (companyId: CompanyId, accountId: AccountId): Promise<unknown> =>
    ledger.record(companyId, { type: 'AccountDeactivated', data: { accountId } }, 2);

  it('is refused while it has a balance, and names the currencies', async () => {
    const company = newCompany();
    const [cash, sales] = [await createAccount(company, '1'), await createAccount(company, '2')];
    const entry = { currency: 'USD' as Currency, amountGel: '27.00' };
    await ledger.record(company, posted({ debit: cash, credit: sales, on: '2026-11-05', entry }));
    expect(await refusal(deactivate(company, cash))).toMatchObject({
      code: 'accounting-core.account_has_balance',
      kind: 'failed_precondition',
      details: { accountId: cash, currencies: ['USD'] },
    });
  });

  it('is refused while only the value in GEL is left', async () => {
    const company = newCompany();
    const [cash, sales] = [await createAccount(company, '1'), await createAccount(company, '2')];
    const revalued = { currency: 'USD' as Currency, amount: '0.00', amountGel: '0.03' };
    await ledger.record(
      company,
      posted({ debit: cash, credit: sales, on: '2026-11-05', entry: revalued }),
    );
    const error = await refusal(deactivate(company, sales));
    expect(error.code).toBe('accounting-core.account_has_balance');
  });

  it('is accepted when debits and credits meet, whatever was posted', async () => {
    const company = newCompany();
    const [cash, sales] = [await createAccount(company, '1'), await createAccount(company, '2')];
    await ledger.record(company, posted({ debit: cash, credit: sales, on: '2026-11-05' }));
    await ledger.record(company, posted({ debit: sales, credit: cash, on: '2026-09-30' }));
    await expect(deactivate(company, cash)).resolves.toMatchObject({ status: 'committed' });
  });
});

describe('the days on which an account that is deactivated may hold nothing', () => {
  const deactivate = (companyId: CompanyId, accountId: AccountId): Promise<unknown> =>
    ledger.record(companyId, { type: 'AccountDeactivated', data: { accountId } }, 2);

  /** An account that gains on the first day and loses the same on the second. */
  const emptied = async (
    type: AccountType,
    [gain, loss]: readonly [string, string],
  ): Promise<readonly [CompanyId, AccountId]> => {
    const company = newCompany();
    const [event, other] = [accountCreated({ code: '7430', type }), newAccount()];
    const { accountId } = event.data;
    await ledger.record(company, event);
    await ledger.record(company, posted({ debit: accountId, credit: other, on: gain }));
    await ledger.record(company, posted({ debit: other, credit: accountId, on: loss }));
    return [company, accountId];
  };

  it.each([
    ['today, though a later entry clears it', ['2026-10-05', '2026-12-10'], '2026-11-22'],
    ['since an earlier year', ['2024-10-05', '2026-12-10'], '2026-11-22'],
    ['on a later day', ['2026-11-25', '2026-12-10'], '2026-11-25'],
    ['in a later year', ['2027-03-01', '2027-03-02'], '2027-03-01'],
  ] as const)('an asset: %s', async (_, days, date) => {
    const [company, accountId] = await emptied('asset', days);
    expect(await refusal(deactivate(company, accountId))).toMatchObject({
      code: 'accounting-core.account_has_balance',
      details: { accountId, date, currencies: ['GEL'] },
    });
  });

  it('an expense: the end of a year too, which is to be closed', async () => {
    const [company, accountId] = await emptied('expense', ['2025-12-30', '2026-01-05']);
    expect(await refusal(deactivate(company, accountId))).toMatchObject({
      code: 'accounting-core.account_has_balance',
      details: { accountId, date: '2025-12-31' },
    });
  });

  it.each([
    ['asset', ['2025-12-30', '2026-01-05']],
    ['asset', ['2026-10-05', '2026-11-22']],
    ['expense', ['2026-01-05', '2026-11-22']],
    ['expense', ['2024-01-05', '2024-12-31']],
  ] as const)('an account of type %s is free after %j', async (type, days) => {
    const [company, accountId] = await emptied(type, days);
    await expect(deactivate(company, accountId)).resolves.toMatchObject({ status: 'committed' });
  });
});

describe('restricting an account to a currency', () => {
  const restrict = (companyId: CompanyId, accountId: AccountId, currency: string | null) =>
    ledger.record(
      companyId,
      {
        type: 'AccountClassified',
        data: {
          accountId,
          isMonetary: true,
          currency: currency as Currency | null,
          ifrsLine: null,
          metadata: {},
        },
      },
      2,
    );

  it('is refused while it has a balance in another one', async () => {
    const company = newCompany();
    const [cash, sales] = [await createAccount(company, '1'), await createAccount(company, '2')];
    await ledger.record(company, posted({ debit: cash, credit: sales, on: '2026-11-05' }));
    expect(await refusal(restrict(company, cash, 'USD'))).toMatchObject({
      code: 'accounting-core.account_has_other_currency',
      details: { currency: 'GEL' },
    });
    await expect(restrict(company, cash, 'GEL')).resolves.toMatchObject({ status: 'committed' });
    await expect(restrict(company, sales, null)).resolves.toMatchObject({ status: 'committed' });
  });
});

describe('while a bulk import is being applied', () => {
  const changes: readonly LedgerEvent[] = [
    accountCreated({ code: '9' }),
    {
      type: 'FiscalPeriodClosed',
      data: { period: '2026-01' as AccountingMonth, closedBy: 'nino' },
    },
    { type: 'FiscalYearClosed', data: { year: 2025, closedBy: 'nino', profitGel: '0.00' } },
  ];
  const company = newCompany();

  beforeAll(() =>
    ledger.database.write([company], (transaction) =>
      transaction.query(
        `INSERT INTO ledger.import_batches
           (company_id, batch_id, mode, format, status, requested_by, started_at)
         VALUES ($1, 'b1', 'all_or_nothing', 'csv', 'applying', 'nino', now())`,
        [company],
      ),
    ),
  );

  it.each(changes.map((event) => [event.type, event] as const))(
    '%s is refused',
    async (_, event) => {
      expect(await refusal(ledger.record(company, event))).toMatchObject({
        code: 'accounting-core.import_in_progress',
        kind: 'failed_precondition',
        details: { batchId: 'b1' },
      });
    },
  );

  it('other companies and postings go on', async () => {
    const transaction = posted({ debit: newAccount(), credit: newAccount(), on: '2026-11-05' });
    const outcomes = [
      await ledger.record(newCompany(), accountCreated({ code: '9' })),
      await ledger.record(company, transaction),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'committed']);
  });
});
