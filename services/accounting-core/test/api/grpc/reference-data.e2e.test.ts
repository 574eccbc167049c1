import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { AccountingMonth, newUuid } from '@accounting/kernel';
import { fromJson } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import {
  refusalOf,
  startLedgerService,
  type LedgerClient,
  type RunningLedger,
} from './running-ledger';

const { method: accounts } = v1.AccountService;
const { method: settings } = v1.LedgerSettingsService;
const { method: periods } = v1.FiscalPeriodService;
const { method: rates } = v1.ExchangeRateService;
const { method: balances } = v1.BalanceService;
const { AccountType, DimensionType, FiscalPeriodStatus, FiscalYearStatus, NormalBalance } = v1;

describe('the chart, the calendar, rates and balances by gRPC', () => {
  let ledger: RunningLedger;
  let client: LedgerClient;
  let accountCount: number;

  beforeAll(async () => {
    ledger = await startLedgerService();
    ({ client } = ledger);
    ({ accountCount } = await client.call(accounts.adoptChart, {}));
  });

  afterAll(async () => {
    expect(await ledger.stop()).toEqual([]);
  });

  const accountOf = async (code: string): Promise<string> => {
    const { accounts: found } = await client.call(accounts.listAccounts, { codePrefix: code });
    return found.find((account) => account.code === code)?.accountId ?? '';
  };

  const post = (
    transactionDate: string,
    [debited, credited]: readonly [string, string],
    more: {
      readonly debit: string;
      readonly currency?: string;
      readonly project?: string;
      readonly documentReference?: string;
    },
  ) => {
    const { debit, ...about } = more;
    return client.call(v1.TransactionService.method.postTransaction, {
      transaction: {
        transactionDate,
        description: 'For the balances',
        entries: [
          { account: { case: 'accountCode', value: debited }, debit, ...about },
          { account: { case: 'accountCode', value: credited }, credit: debit, ...about },
        ],
      },
    });
  };

  describe('accounts', () => {
    const created = async () => {
      const code = `9${newUuid().slice(-9).toUpperCase()}`;
      const { receipt } = await client.call(accounts.createAccount, {
        code,
        nameEnglish: 'Cash desk in Batumi',
        nameGeorgian: 'ბათუმის სალარო',
        type: AccountType.ASSET,
        normalBalance: NormalBalance.DEBIT,
        isMonetary: true,
        metadata: { branch: 'Batumi' },
      });
      return { accountId: receipt?.accountId ?? '', code, version: receipt?.version };
    };

    it('come from the Georgian chart, once', async () => {
      expect(accountCount).toBeGreaterThan(200);
      expect(await refusalOf(client.call(accounts.adoptChart, {}))).toMatchObject({
        status: status.FAILED_PRECONDITION,
      });
    });

    it('are created at the top, in use and postable unless said otherwise', async () => {
      const { accountId, code, version } = await created();
      const { account } = await client.call(accounts.getAccount, { accountId });

      expect(version).toBe(1n);
      expect(account).toMatchObject({
        code,
        nameGeorgian: 'ბათუმის სალარო',
        type: AccountType.ASSET,
        normalBalance: NormalBalance.DEBIT,
        isPostable: true,
        isMonetary: true,
        isActive: true,
        metadata: { branch: 'Batumi' },
        version: 1n,
      });
      expect(account?.parentAccountId).toBeUndefined();
      expect(account?.currency).toBeUndefined();
    });

    it('are renamed, moved, classified, and taken out of use and into it again', async () => {
      const { accountId } = await created();
      const parentAccountId = await accountOf('1100');
      await client.call(accounts.renameAccount, {
        accountId,
        expectedVersion: 1n,
        nameEnglish: 'Cash desk in Poti',
        nameGeorgian: 'ფოთის სალარო',
      });
      await client.call(accounts.moveAccount, { accountId, expectedVersion: 2n, parentAccountId });
      await client.call(accounts.classifyAccount, {
        accountId,
        expectedVersion: 3n,
        isMonetary: true,
        currency: 'USD',
      });
      await client.call(accounts.deactivateAccount, { accountId, expectedVersion: 4n });
      const { account: inactive } = await client.call(accounts.getAccount, { accountId });
      const again = await client.call(accounts.reactivateAccount, {
        accountId,
        expectedVersion: 5n,
      });

      expect(inactive).toMatchObject({
        nameEnglish: 'Cash desk in Poti',
        parentAccountId,
        currency: 'USD',
        metadata: {},
        isActive: false,
      });
      expect(again.receipt).toMatchObject({ accountId, version: 6n });
    });

    it('go back to the top when no parent is named', async () => {
      const { accountId } = await created();
      const parentAccountId = await accountOf('1100');
      await client.call(accounts.moveAccount, { accountId, expectedVersion: 1n, parentAccountId });
      await client.call(accounts.moveAccount, { accountId, expectedVersion: 2n });
      const { account } = await client.call(accounts.getAccount, { accountId });

      expect(account?.parentAccountId).toBeUndefined();
    });

    it('are not changed without the version that the caller saw, nor at another one', async () => {
      const { accountId } = await created();

      expect(await refusalOf(client.call(accounts.deactivateAccount, { accountId }))).toMatchObject(
        {
          status: status.INVALID_ARGUMENT,
          violations: [{ field: 'expectedVersion', code: 'host.field_missing' }],
        },
      );
      expect(
        await refusalOf(
          client.call(accounts.deactivateAccount, { accountId, expectedVersion: 9n }),
        ),
      ).toMatchObject({ status: status.ABORTED });
      expect(
        await refusalOf(
          client.call(accounts.deactivateAccount, { accountId, expectedVersion: -1n }),
        ),
      ).toMatchObject({ status: status.INVALID_ARGUMENT });
    });

    it('are refused with every mistake at once', async () => {
      const request = fromJson(v1.CreateAccountRequestSchema, {
        code: '1',
        normalBalance: 77,
        parentAccountId: 'top',
        currency: 'ZZZ',
      });
      const { violations } = await refusalOf(client.call(accounts.createAccount, request));

      expect(violations.map(({ field }) => field).sort()).toEqual([
        'currency',
        'normalBalance',
        'parentAccountId',
        'type',
      ]);
    });

    it('are listed page by page in the order asked for', async () => {
      const request = {
        type: AccountType.EQUITY,
        isPostable: true,
        isActive: true,
        sort: v1.AccountOrder.CODE,
        limit: 2,
      };
      const first = await client.call(accounts.listAccounts, request);
      const second = await client.call(accounts.listAccounts, { ...request, after: first.next });
      const codes = [...first.accounts, ...second.accounts].map(({ code }) => code);

      expect(codes).toHaveLength(4);
      expect(codes).toEqual(codes.toSorted());
      expect(first.accounts.every(({ type }) => type === AccountType.EQUITY)).toBe(true);
    });
  });

  describe('settings', () => {
    it('are read, and changed at the version that the caller saw', async () => {
      const { settings: before } = await client.call(settings.getLedgerSettings, {});
      const { settings: after } = await client.call(settings.changeLedgerSettings, {
        expectedVersion: before?.version ?? 0n,
        accounts: before?.accounts ?? {},
        fourEyes: { required: false, reason: 'One accountant' },
      });
      const { settings: read } = await client.call(settings.getLedgerSettings, {});

      expect(before?.fourEyes).toMatchObject({ required: true });
      expect(after).toMatchObject({ fourEyes: { required: false, reason: 'One accountant' } });
      expect(read).toEqual(after);
      await client.call(settings.changeLedgerSettings, {
        expectedVersion: after?.version ?? 0n,
        accounts: before?.accounts ?? {},
        fourEyes: { required: true },
      });
    });

    it('waive the four eyes only with a reason', async () => {
      const { settings: before } = await client.call(settings.getLedgerSettings, {});
      const change = client.call(settings.changeLedgerSettings, {
        expectedVersion: before?.version ?? 0n,
        accounts: before?.accounts ?? {},
        fourEyes: { required: false },
      });

      expect(await refusalOf(change)).toMatchObject({
        status: status.INVALID_ARGUMENT,
        violations: [{ field: expect.stringContaining('fourEyes') as string }],
      });
    });
  });

  describe('fiscal periods and years', () => {
    it('close, lock and reopen a month', async () => {
      const closed = await client.call(periods.closeFiscalPeriod, { period: '2025-01' });
      const reopened = await client.call(periods.reopenFiscalPeriod, {
        period: '2025-01',
        expectedVersion: 1n,
        reason: 'A late invoice',
      });
      await client.call(periods.closeFiscalPeriod, { period: '2025-02' });
      const locked = await client.call(periods.lockFiscalPeriod, { period: '2025-02' });
      const { year, periods: months } = await client.call(periods.listFiscalPeriods, {
        year: 2025,
      });

      expect(closed.receipt).toMatchObject({ status: FiscalPeriodStatus.CLOSED, version: 1n });
      expect(reopened.receipt).toMatchObject({ status: FiscalPeriodStatus.OPEN, version: 2n });
      expect(locked.receipt).toMatchObject({ status: FiscalPeriodStatus.LOCKED });
      expect(year).toBe(2025);
      expect(months).toHaveLength(12);
      expect(months.slice(0, 3)).toMatchObject([
        { period: '2025-01', status: FiscalPeriodStatus.OPEN, reason: 'A late invoice' },
        { period: '2025-02', status: FiscalPeriodStatus.LOCKED, changedBy: 'giorgi' },
        { period: '2025-03', status: FiscalPeriodStatus.OPEN, version: 0n },
      ]);
      expect(months[2]?.changedBy).toBeUndefined();
    });

    it('unlock a month, and tell its history', async () => {
      const period = '2025-08';
      await client.call(periods.closeFiscalPeriod, { period });
      await client.call(periods.lockFiscalPeriod, { period });
      const reason = 'A corrected return';
      const unlocked = await client.call(periods.unlockFiscalPeriod, { period, reason });
      const history = await client.call(periods.getFiscalPeriodHistory, { period });

      expect(unlocked.receipt).toMatchObject({ status: FiscalPeriodStatus.CLOSED, version: 3n });
      const { CLOSED, LOCKED, UNLOCKED } = v1.FiscalPeriodChangeKind;
      expect(history).toMatchObject({
        period,
        changes: [
          { version: 1n, change: CLOSED, changedBy: 'giorgi' },
          { version: 2n, change: LOCKED },
          { version: 3n, change: UNLOCKED, reason },
        ],
      });
      expect(history.changes[0]?.reason).toBeUndefined();
    });

    it('refuse a posting into a closed month, naming it', async () => {
      await client.call(periods.closeFiscalPeriod, { period: '2025-05' });
      const refusal = await refusalOf(post('2025-05-31', ['1210', '6110'], { debit: '1.00' }));

      expect(refusal.status).toBe(status.FAILED_PRECONDITION);
      expect(JSON.stringify(refusal.details)).toContain('2025-05');
    });

    it('close a year into retained earnings and take that back', async () => {
      await post('2024-06-15', ['1210', '6110'], { debit: '500.00' });
      for (const period of AccountingMonth.ofYear(2024)) {
        await client.call(periods.closeFiscalPeriod, { period });
      }
      const closed = await client.call(periods.closeFiscalYear, { year: 2024 });
      const { fiscalYear } = await client.call(periods.getFiscalYear, { year: 2024 });
      const reopened = await client.call(periods.reopenFiscalYear, {
        year: 2024,
        reason: 'An auditor’s correction',
      });

      expect(closed.receipt).toMatchObject({
        year: 2024,
        status: FiscalYearStatus.CLOSED,
        profitGel: '500.00',
      });
      expect(fiscalYear).toMatchObject({
        status: FiscalYearStatus.CLOSED,
        closingTransactionId: closed.receipt?.closingTransactionId,
        changedBy: 'giorgi',
      });
      const { changes } = await client.call(periods.getFiscalYearHistory, { year: 2024 });
      const { CLOSED, REOPENED } = v1.FiscalYearChangeKind;
      expect(changes).toMatchObject([
        { change: CLOSED, profitGel: '500.00', changedBy: 'giorgi' },
        { change: REOPENED, reason: 'An auditor’s correction' },
      ]);
      expect(reopened.receipt).toMatchObject({ status: FiscalYearStatus.OPEN });
      expect(reopened.receipt?.profitGel).toBeUndefined();
    });

    it('are refused by the name of what is wrong', async () => {
      expect(
        await refusalOf(client.call(periods.closeFiscalPeriod, { period: '2025-13' })),
      ).toMatchObject({ status: status.INVALID_ARGUMENT, violations: [{ field: 'period' }] });
      expect(await refusalOf(client.call(periods.getFiscalYear, { year: 1 }))).toMatchObject({
        status: status.INVALID_ARGUMENT,
        violations: [{ field: 'year' }],
      });
    });
  });

  describe('exchange rates and revaluation', () => {
    it('record a rate per quantity, and find it on later days', async () => {
      const { receipt } = await client.call(rates.recordExchangeRate, {
        currency: 'JPY',
        date: '2026-10-30',
        rate: '1.7801',
        quantity: 100,
        source: 'nbg',
      });
      const { exchangeRate } = await client.call(rates.getExchangeRate, {
        currency: 'JPY',
        date: '2026-11-01',
      });
      const { exchangeRates } = await client.call(rates.listExchangeRates, { currency: 'JPY' });

      expect(receipt).toMatchObject({ rate: '0.017801', version: 1n });
      expect(exchangeRate).toMatchObject({
        currency: 'JPY',
        date: '2026-10-30',
        rate: '0.017801',
        source: 'nbg',
        recordedBy: 'giorgi',
      });
      expect(exchangeRates).toEqual([exchangeRate]);
    });

    it('are listed in the order asked for', async () => {
      for (const [currency, date] of [
        ['CHF', '2020-01-01'],
        ['SEK', '2020-01-02'],
        ['CHF', '2020-01-02'],
      ] as const) {
        await client.call(rates.recordExchangeRate, { currency, date, rate: '3', source: 'test' });
      }
      const listed = async (sort?: v1.ExchangeRateOrder): Promise<readonly string[]> => {
        const request = { source: 'test', ...(sort !== undefined && { sort }) };
        const { exchangeRates } = await client.call(rates.listExchangeRates, request);
        return exchangeRates.map(({ currency, date }) => `${currency} ${date.slice(-2)}`);
      };

      expect(await listed()).toEqual(['CHF 02', 'CHF 01', 'SEK 02']);
      expect(await listed(v1.ExchangeRateOrder.CURRENCY_DESCENDING)).toEqual([
        'SEK 02',
        'CHF 02',
        'CHF 01',
      ]);
      expect(await listed(v1.ExchangeRateOrder.DATE_DESCENDING)).toEqual([
        'CHF 02',
        'SEK 02',
        'CHF 01',
      ]);
    });

    it('know no rate before the first one', async () => {
      const unknown = client.call(rates.getExchangeRate, { currency: 'JPY', date: '2020-01-01' });

      expect(await refusalOf(unknown)).toMatchObject({
        status: status.NOT_FOUND,
        code: 'accounting-core.exchange_rate_not_found',
      });
    });

    it('revalue what is held, nothing when asked again, and name the later days', async () => {
      for (const [date, rate] of [
        ['2026-08-01', '2.7'],
        ['2026-08-10', '2.75'],
        ['2026-08-31', '2.8'],
      ] as const) {
        await client.call(rates.recordExchangeRate, { currency: 'USD', date, rate });
      }
      await post('2026-08-02', ['1220', '3110'], { debit: '100.00', currency: 'USD' });
      await post('2026-08-03', ['1220', '6110'], { debit: '50.00', currency: 'USD' });
      const first = await client.call(balances.revalueBalances, { date: '2026-08-31' });
      const again = await client.call(balances.revalueBalances, { date: '2026-08-31' });
      const earlier = await client.call(balances.revalueBalances, { date: '2026-08-10' });

      expect(first.transactionId).toBeDefined();
      expect(first).toMatchObject({ date: '2026-08-31', gainGel: '15.00', lossGel: '10.00' });
      expect(again).toMatchObject({ gainGel: '0.00', lossGel: '0.00', laterRevaluations: [] });
      expect(again.transactionId).toBeUndefined();
      expect(earlier).toMatchObject({ gainGel: '7.50', laterRevaluations: ['2026-08-31'] });
    });
  });

  describe('balances', () => {
    it('are those of every account, each by itself and rolled up', async () => {
      await post('2023-07-01', ['1210', '3110'], { debit: '40.00' });
      const { asOf, balances: all } = await client.call(balances.getBalances, {
        asOf: '2023-12-31',
      });
      const bank = all.find(({ accountCode }) => accountCode === '1210');
      const heading = all.find(({ accountCode }) => accountCode === '1200');

      expect(asOf).toBe('2023-12-31');
      expect(bank).toMatchObject({
        accountType: AccountType.ASSET,
        balanceGel: '40.00',
        currencies: [{ currency: 'GEL', balance: '40.00', debit: '40.00', credit: '0.00' }],
        rolledUp: { debitGel: '40.00', creditGel: '0.00', balanceGel: '40.00' },
      });
      expect(heading).toMatchObject({ balanceGel: '0.00', rolledUp: { balanceGel: '40.00' } });
    });

    it('are those of one account, with a posting that was just answered', async () => {
      const accountId = await accountOf('3110');
      await post('2022-02-02', ['1210', '3110'], { debit: '7.00' });
      const { balance } = await client.call(balances.getAccountBalance, {
        accountId,
        asOf: '2022-12-31',
      });

      expect(balance).toMatchObject({ accountId, accountCode: '3110', balanceGel: '7.00' });
      expect(
        await refusalOf(client.call(balances.getAccountBalance, { accountId: newUuid() })),
      ).toMatchObject({ status: status.NOT_FOUND });
    });

    it('add up to equal totals in the trial balance', async () => {
      await post('2021-03-01', ['1210', '6110'], { debit: '5.00' });
      await post('2021-04-01', ['1210', '6110'], { debit: '3.00' });
      const { from, asOf, rows, totals } = await client.call(balances.getTrialBalance, {
        from: '2021-04-01',
        asOf: '2021-12-31',
      });

      expect({ from, asOf }).toEqual({ from: '2021-04-01', asOf: '2021-12-31' });
      expect(rows).toMatchObject([
        {
          accountCode: '1210',
          accountType: AccountType.ASSET,
          figures: {
            openingDebitGel: '5.00',
            openingCreditGel: '0.00',
            turnoverDebitGel: '3.00',
            turnoverCreditGel: '0.00',
            closingDebitGel: '8.00',
            closingCreditGel: '0.00',
          },
        },
        { accountCode: '6110', figures: { closingCreditGel: '8.00' } },
      ]);
      expect(totals).toMatchObject({ closingDebitGel: '8.00', closingCreditGel: '8.00' });
    });

    it('are refused for days that end before they begin', async () => {
      const days = { from: '2026-11-02', asOf: '2026-11-01' };
      const refusals = [
        client.call(balances.getTrialBalance, days),
        client.call(balances.listDimensionBalances, {
          dimensionType: DimensionType.PROJECT,
          ...days,
        }),
        client.call(rates.listExchangeRates, { from: '2026-11-02', to: '2026-11-01' }),
        client.call(v1.TransactionService.method.listTransactions, {
          from: '2026-11-02',
          to: '2026-11-01',
        }),
      ];
      for (const refusal of refusals) {
        expect(await refusalOf(refusal)).toMatchObject({
          status: status.INVALID_ARGUMENT,
          violations: [{ field: 'from' }],
        });
      }
    });

    it('leave year-end closings out when asked to', async () => {
      await post('2019-05-01', ['1210', '6110'], { debit: '11.00' });
      for (const period of AccountingMonth.ofYear(2019)) {
        await client.call(periods.closeFiscalPeriod, { period });
      }
      await client.call(periods.closeFiscalYear, { year: 2019 });
      const accountId = await accountOf('6110');
      const told = async (closingEntries?: v1.ClosingEntries) => {
        const request = {
          asOf: '2019-12-31',
          ...(closingEntries !== undefined && { closingEntries }),
        };
        const { balance } = await client.call(balances.getAccountBalance, {
          accountId,
          ...request,
        });
        const { balances: all } = await client.call(balances.getBalances, request);
        const { rows } = await client.call(balances.getTrialBalance, {
          from: '2019-01-01',
          ...request,
        });
        return [
          balance?.balanceGel,
          all.find(({ accountCode }) => accountCode === '6110')?.balanceGel,
          rows.find(({ accountCode }) => accountCode === '6110')?.figures?.closingCreditGel,
        ];
      };

      expect(await told()).toEqual(['0.00', '0.00', '0.00']);
      expect(await told(v1.ClosingEntries.INCLUDE)).toEqual(['0.00', '0.00', '0.00']);
      expect(await told(v1.ClosingEntries.EXCLUDE)).toEqual(['11.00', '11.00', '11.00']);
    });

    it('have no dates when none were asked for', async () => {
      const { from, asOf, rows } = await client.call(balances.getTrialBalance, {});

      expect([from, asOf]).toEqual([undefined, undefined]);
      expect(rows.length).toBeGreaterThan(2);
    });

    it('are listed by document reference, as of a day', async () => {
      const documentReference = 'INV-77';
      await post('2026-01-05', ['1210', '6110'], { debit: '2.00', documentReference });
      await post('2026-01-25', ['1210', '6110'], { debit: '1.00', documentReference });
      const sums = async (asOf: string, from?: string) => {
        const { balances: found } = await client.call(balances.listDimensionBalances, {
          dimensionType: DimensionType.DOCUMENT_REFERENCE,
          dimensionValue: documentReference,
          accountId: await accountOf('1210'),
          asOf,
          ...(from !== undefined && { from }),
        });
        return found.map(({ dimensionType, debit }) => [dimensionType, debit]);
      };

      expect(await sums('2026-01-04')).toEqual([]);
      expect(await sums('2026-01-24')).toEqual([[DimensionType.DOCUMENT_REFERENCE, '2.00']]);
      expect(await sums('2026-01-25')).toEqual([[DimensionType.DOCUMENT_REFERENCE, '3.00']]);
      expect(await sums('2026-01-25', '2026-01-06')).toEqual([
        [DimensionType.DOCUMENT_REFERENCE, '1.00'],
      ]);
    });

    it('are listed by project, page by page', async () => {
      await post('2026-02-01', ['1210', '6110'], { debit: '9.00', project: 'Batumi' });
      const request = {
        dimensionType: DimensionType.PROJECT,
        dimensionValue: 'Batumi',
        limit: 1,
      };
      const first = await client.call(balances.listDimensionBalances, request);
      const second = await client.call(balances.listDimensionBalances, {
        ...request,
        after: first.next,
      });

      expect(
        [...first.balances, ...second.balances]
          .toSorted((one, other) => (one.accountCode < other.accountCode ? -1 : 1))
          .map(({ accountCode, debit, credit }) => [accountCode, debit, credit]),
      ).toEqual([
        ['1210', '9.00', '0.00'],
        ['6110', '0.00', '9.00'],
      ]);
      expect(first.balances[0]?.dimensionType).toBe(DimensionType.PROJECT);
      const { balances: backwards } = await client.call(balances.listDimensionBalances, {
        ...request,
        limit: 2,
        sort: v1.DimensionOrder.DIMENSION_VALUE_DESCENDING,
      });
      expect(backwards).toEqual([...second.balances, ...first.balances]);
      expect(await refusalOf(client.call(balances.listDimensionBalances, {}))).toMatchObject({
        violations: [{ field: 'dimensionType' }],
      });
    });
  });
});
