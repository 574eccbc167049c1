import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { newUuid, type ActorId, type CompanyId } from '@accounting/kernel';
import { signedToken } from '@accounting/testing';
import { fromJson } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import {
  refusalOf,
  startLedgerService,
  type CallChanges,
  type LedgerClient,
  type RunningLedger,
} from './running-ledger';

const { method: methods } = v1.TransactionService;
const { TransactionStatus, TransactionType, EntrySide, AccountType } = v1;

const debit = (accountCode: string, amount: string) => ({
  account: { case: 'accountCode' as const, value: accountCode },
  debit: amount,
});

const credit = (accountCode: string, amount: string) => ({
  account: { case: 'accountCode' as const, value: accountCode },
  credit: amount,
});

const sale = (amount = '118.00', transactionDate = '2026-11-20') => ({
  transactionDate,
  description: 'საქონლის გაყიდვა',
  entries: [debit('1410', amount), credit('6110', amount)],
});

describe('transactions by gRPC', () => {
  let ledger: RunningLedger;
  let client: LedgerClient;

  beforeAll(async () => {
    ledger = await startLedgerService();
    ({ client } = ledger);
    await client.call(v1.AccountService.method.adoptChart, {});
  });

  afterAll(async () => {
    expect(await ledger.stop()).toEqual([]);
  });

  const post = (changes: CallChanges = {}, transaction = sale()) =>
    client.call(methods.postTransaction, { transaction }, changes);

  const draft = async (changes: CallChanges = {}) => {
    const { receipt } = await client.call(
      methods.draftTransaction,
      { transaction: sale() },
      changes,
    );
    return receipt?.transactionId ?? '';
  };

  describe('from draft to reversal', () => {
    it('creates and posts in one call, under the identity that the caller chose', async () => {
      const transactionId = newUuid();
      const { receipt } = await client.call(methods.postTransaction, {
        transactionId,
        transaction: { ...sale(), transactionType: TransactionType.OPENING_BALANCE },
      });

      expect(receipt).toMatchObject({
        transactionId,
        status: TransactionStatus.POSTED,
        version: 1n,
        transactionDate: '2026-11-20',
        totalGel: '118.00',
      });
      expect(receipt?.reversalTransactionId).toBeUndefined();
    });

    it('drafts, revises, approves as a second person and posts', async () => {
      const transactionId = await draft();
      const revised = await client.call(methods.reviseTransaction, {
        transactionId,
        expectedVersion: 1n,
        transaction: sale('236.00'),
      });
      const approval = { transactionId, expectedVersion: 2n };
      const approved = await client.call(methods.approveTransaction, approval, { actor: 'nino' });
      const posted = await client.call(methods.postApproved, { transactionId }, { actor: 'nino' });

      expect(revised.receipt).toMatchObject({ status: TransactionStatus.DRAFT, version: 2n });
      expect(approved.receipt).toMatchObject({ status: TransactionStatus.APPROVED, version: 3n });
      expect(posted.receipt).toMatchObject({
        status: TransactionStatus.POSTED,
        version: 4n,
        totalGel: '236.00',
      });
    });

    it('rejects with the reason, which a reader sees', async () => {
      const transactionId = await draft();
      await client.call(
        methods.rejectTransaction,
        { transactionId, reason: 'ორჯერ შეტანილი' },
        { actor: 'nino' },
      );
      const { transaction } = await client.call(methods.getTransaction, { transactionId });

      expect(transaction).toMatchObject({
        status: TransactionStatus.REJECTED,
        rejectedBy: 'nino',
        rejectionReason: 'ორჯერ შეტანილი',
      });
    });

    it('reverses a posting by another one that links back', async () => {
      const { receipt } = await post();
      const transactionId = receipt?.transactionId ?? '';
      const reversalTransactionId = newUuid();
      const reversed = await client.call(methods.reverseTransaction, {
        transactionId,
        reversalTransactionId,
        reversalDate: '2026-11-21',
        reason: 'Wrong customer',
      });
      const reversal = await client.call(methods.getTransaction, {
        transactionId: reversalTransactionId,
      });

      expect(reversed.receipt).toMatchObject({
        transactionId,
        status: TransactionStatus.REVERSED,
        reversalTransactionId,
      });
      expect(reversal.transaction).toMatchObject({
        transactionType: TransactionType.REVERSAL,
        reversalOf: transactionId,
      });
    });

    it('reads a transaction with its entries, in the words of the published language', async () => {
      const input = {
        ...sale(),
        entries: [
          { ...debit('1410', '118.00'), counterpartyTin: '404999999', project: 'ბათუმი' },
          credit('6110', '118.00'),
        ],
      };
      const { receipt } = await post({}, input);
      const { transaction, entries } = await client.call(methods.getTransaction, {
        transactionId: receipt?.transactionId ?? '',
      });

      expect(transaction).toMatchObject({
        status: TransactionStatus.POSTED,
        description: 'საქონლის გაყიდვა',
        entryCount: 2,
        createdBy: 'giorgi',
        postedBy: 'giorgi',
      });
      expect(transaction?.approvedBy).toBeUndefined();
      expect(entries).toMatchObject([
        {
          accountCode: '1410',
          accountType: AccountType.ASSET,
          side: EntrySide.DEBIT,
          amount: '118.00',
          currency: 'GEL',
          exchangeRate: '1',
          amountGel: '118.00',
          dimensions: { counterpartyTin: '404999999', project: 'ბათუმი' },
          isConversionDifference: false,
        },
        { accountCode: '6110', accountType: AccountType.INCOME, side: EntrySide.CREDIT },
      ]);
      expect(entries[1]?.dimensions).toBeUndefined();
    });

    it('lists page by page what the filter lets through', async () => {
      const date = '2026-03-03';
      await Promise.all(['1.00', '2.00', '3.00'].map((amount) => post({}, sale(amount, date))));
      const filter = {
        from: date,
        to: date,
        status: TransactionStatus.POSTED,
        totalFrom: '2.00',
        sort: v1.TransactionOrder.CREATED,
        limit: 1,
      };
      const first = await client.call(methods.listTransactions, filter);
      const second = await client.call(methods.listTransactions, { ...filter, after: first.next });

      expect(first.next).not.toBe('');
      expect(second.next).toBe('');
      expect(
        [...first.transactions, ...second.transactions].map((one) => one.totalGel).sort(),
      ).toEqual(['2.00', '3.00']);
    });
  });

  describe('what is refused', () => {
    it('names every mistake in the text with its field and our code', async () => {
      const transaction = {
        ...sale(),
        transactionDate: '2026-02-30',
        entries: [debit('1410', '1e3'), credit('6110', '0.001')],
      };

      expect(await refusalOf(post({}, transaction))).toMatchObject({
        status: status.INVALID_ARGUMENT,
        code: 'accounting-core.transaction_input_invalid',
        correlationId: 'e2e',
        violations: [
          { field: 'transactionDate' },
          { field: 'entries[0].debit' },
          { field: 'entries[1].credit' },
        ],
      });
    });

    it.each([
      ['transactionId', (caller) => caller.call(methods.getTransaction, { transactionId: 'T-1' })],
      ['from', (caller) => caller.call(methods.listTransactions, { from: '2026-13-01' })],
      [
        'status',
        (caller) =>
          caller.call(
            methods.listTransactions,
            fromJson(v1.ListTransactionsRequestSchema, { status: 99 }),
          ),
      ],
      ['limit', (caller) => caller.call(methods.listTransactions, { limit: 1001 })],
      ['after', (caller) => caller.call(methods.listTransactions, { after: 'page two' })],
      ['transactionDate', (caller) => caller.call(methods.postTransaction, {})],
      [
        'expectedVersion',
        (caller) =>
          caller.call(methods.reviseTransaction, {
            transactionId: newUuid(),
            transaction: sale(),
          }),
      ],
    ] satisfies [string, (client: LedgerClient) => Promise<unknown>][])(
      'points to %s when that is not what it must be',
      async (field, call) => {
        const refusal = await refusalOf(call(client));

        expect(refusal.status).toBe(status.INVALID_ARGUMENT);
        expect(refusal.violations.map((violation) => violation.field)).toContain(field);
      },
    );

    it('says by how much the two sides differ', async () => {
      const transaction = { ...sale(), entries: [debit('1410', '10.10'), credit('6110', '10.00')] };
      const refusal = await refusalOf(post({}, transaction));

      expect(refusal).toMatchObject({
        status: status.INVALID_ARGUMENT,
        code: 'accounting-core.transaction_unbalanced',
      });
      expect(JSON.stringify(refusal.details)).toContain('10.10');
    });

    it('knows no transaction of another company', async () => {
      const { receipt } = await post();
      const stranger = signedToken({
        actorId: 'lasha' as ActorId,
        companyId: newUuid() as CompanyId,
        permissions: ['transactions:read'],
      });
      const request = { transactionId: receipt?.transactionId ?? '' };

      expect(
        await refusalOf(client.call(methods.getTransaction, request, { token: stranger })),
      ).toMatchObject({
        status: status.NOT_FOUND,
        code: 'accounting-core.transaction_not_found',
      });
    });

    it('lets nobody approve what they wrote themselves', async () => {
      const transactionId = await draft();

      expect(
        await refusalOf(client.call(methods.approveTransaction, { transactionId })),
      ).toMatchObject({ status: status.PERMISSION_DENIED });
    });

    it('is aborted when the version is no longer the one that the caller saw', async () => {
      const transactionId = await draft();
      const request = { transactionId, expectedVersion: 7n };

      expect(
        await refusalOf(client.call(methods.approveTransaction, request, { actor: 'nino' })),
      ).toMatchObject({ status: status.ABORTED });
    });

    it('names the permission that the token lacks', async () => {
      const token = signedToken({ permissions: ['transactions:read', 'transactions:write'] });

      expect(await refusalOf(post({ token }))).toMatchObject({
        status: status.PERMISSION_DENIED,
        code: 'host.permission_denied',
        details: { permission: 'transactions:post' },
      });
    });

    it('takes no call without a token that it trusts', async () => {
      expect(await refusalOf(post({ token: 'none' }))).toMatchObject({
        status: status.UNAUTHENTICATED,
      });
    });
  });

  describe('repetition', () => {
    it('gives the first answer again for the same key and request, and posts once', async () => {
      const idempotencyKey = randomUUID();
      const first = await post({ idempotencyKey });
      const second = await post({ idempotencyKey });

      expect(second).toEqual(first);
    });

    it('refuses the same key with another request', async () => {
      const idempotencyKey = randomUUID();
      await post({ idempotencyKey });

      expect(await refusalOf(post({ idempotencyKey }, sale('1.00')))).toMatchObject({
        status: status.INVALID_ARGUMENT,
      });
    });

    it('asks for a key before it changes anything', async () => {
      expect(await refusalOf(post({ idempotencyKey: undefined }))).toMatchObject({
        status: status.INVALID_ARGUMENT,
        violations: [{ field: 'Idempotency-Key' }],
      });
    });
  });

  describe('the entries of an account as a stream', () => {
    const entryCount = 5_000;
    let accountId: string;

    beforeAll(async () => {
      const { accounts } = await client.call(v1.AccountService.method.listAccounts, {
        codePrefix: '1210',
      });
      accountId = accounts.find(({ code }) => code === '1210')?.accountId ?? '';
      const amounts = Array.from({ length: entryCount - 1 }, () => debit('1210', '0.01'));
      await post(
        {},
        { ...sale('1.00', '2026-05-01'), entries: [debit('1210', '1.00'), credit('6110', '1.00')] },
      );
      await post(
        {},
        { ...sale('49.99', '2026-05-02'), entries: [...amounts, credit('6110', '49.99')] },
      );
    });

    /** What the service logs about the end of the next call of a method. */
    const lineAbout = async (method: string, linesBefore: number): Promise<unknown> => {
      for (;;) {
        const lines = ledger.log.slice(linesBefore);
        const line = lines.find((text) => text.includes(`TransactionService/${method}`));
        if (line !== undefined) return JSON.parse(line);
        await pause(10);
      }
    };

    const allOf = async (request: {
      from?: string;
      to?: string;
      currency?: string;
      sort?: v1.EntryOrder;
    }) => {
      const received = [];
      const { messages } = client.stream(methods.listEntries, { accountId, ...request });
      for await (const { part } of messages) received.push(part);
      return received;
    };

    it('begins with the opening balance and runs through every page in order', async () => {
      const [opening, ...parts] = await allOf({});
      const entries = parts.flatMap((part) => (part.case === 'entry' ? [part.value] : []));

      expect(opening).toEqual({ case: 'openingBalanceGel', value: '0.00' });
      expect(entries).toHaveLength(entryCount);
      expect(entries.slice(1).map(({ entryNumber }) => entryNumber)).toEqual(
        Array.from({ length: entryCount - 1 }, (_, index) => index + 1),
      );
      expect(entries[1]).toMatchObject({
        transactionDate: '2026-05-02',
        transactionDescription: 'საქონლის გაყიდვა',
        entry: { accountCode: '1210', side: EntrySide.DEBIT, amount: '0.01', amountGel: '0.01' },
        balanceGel: '1.01',
      });
      expect(entries.at(-1)?.balanceGel).toBe('50.99');
    });

    it('runs from the latest entry when asked to, with the same balances', async () => {
      const [opening, ...forwards] = await allOf({});
      const [closing, ...backwards] = await allOf({
        sort: v1.EntryOrder.TRANSACTION_DATE_DESCENDING,
      });

      expect(opening?.case).toBe('openingBalanceGel');
      expect(closing).toEqual({ case: 'closingBalanceGel', value: '50.99' });
      expect(backwards).toEqual(forwards.toReversed());
    });

    it('carries the balance from before the first day', async () => {
      const [opening, ...parts] = await allOf({ from: '2026-05-02', to: '2026-05-02' });

      expect(opening?.value).toBe('1.00');
      expect(parts).toHaveLength(entryCount - 1);
    });

    it('has an opening balance when there is no entry', async () => {
      expect(await allOf({ from: '2026-06-01' })).toEqual([
        { case: 'openingBalanceGel', value: '50.99' },
      ]);
    });

    it('has the sign of the balance of its account, and the currency asked for', async () => {
      const { accounts } = await client.call(v1.AccountService.method.listAccounts, {
        codePrefix: '3110',
      });
      const owed = accounts.find(({ code }) => code === '3110')?.accountId ?? '';
      const usd = { currency: 'USD', exchangeRate: '2.7' };
      const bill = [debit('1220', '10.00'), credit('3110', '10.00')];
      await post(
        {},
        {
          ...sale(),
          transactionDate: '2026-05-03',
          entries: bill.map((entry) => ({ ...entry, ...usd })),
        },
      );
      const told = async (currency?: string, sort?: v1.EntryOrder) => {
        const request = { accountId: owed, from: '2026-05-04' };
        const received = [];
        for (const days of [{}, request]) {
          const { messages } = client.stream(methods.listEntries, {
            accountId: owed,
            ...days,
            ...(currency !== undefined && { currency }),
            ...(sort !== undefined && { sort }),
          });
          for await (const { part, balance } of messages) {
            received.push(
              part.case === 'entry'
                ? [part.value.balanceGel, part.value.balance]
                : [part.value, balance],
            );
          }
        }
        return received;
      };
      const backwards = v1.EntryOrder.TRANSACTION_DATE_DESCENDING;
      const last = ['27.00', '10.00'];

      expect(await told('USD')).toEqual([['0.00', '0.00'], last, last]);
      expect(await told('USD', backwards)).toEqual([last, last, last]);
      const { balance } = await client.call(v1.BalanceService.method.getAccountBalance, {
        accountId: owed,
      });
      expect(balance).toMatchObject({ balanceGel: '27.00', currencies: [{ balance: '10.00' }] });
      expect(await told()).toEqual([
        ['0.00', undefined],
        ['27.00', undefined],
        ['27.00', undefined],
      ]);
    });

    it('is refused like any other call when its request is wrong', async () => {
      const days = { from: '2026-05-02', to: '2026-05-01' };
      expect(await refusalOf(allOf(days))).toMatchObject({
        status: status.INVALID_ARGUMENT,
        violations: [{ field: 'from' }],
      });
      expect(await refusalOf(allOf({ currency: 'XYZ' }))).toMatchObject({
        status: status.INVALID_ARGUMENT,
        violations: [{ field: 'currency' }],
      });
    });

    it('stops when the caller has had enough', async () => {
      const linesBefore = ledger.log.length;
      const { messages, cancel } = client.stream(methods.listEntries, { accountId });
      const taken: unknown[] = [];
      const taking = (async () => {
        for await (const message of messages) {
          taken.push(message);
          if (taken.length === 10) cancel();
        }
      })();

      await expect(taking).rejects.toMatchObject({ code: status.CANCELLED });
      expect(taken.length).toBeLessThan(entryCount);
      expect(await lineAbout('ListEntries', linesBefore)).toMatchObject({
        grpcCode: 'DEADLINE_EXCEEDED',
      });
    });

    it('waits for a caller who does not read, until the deadline of that caller', async () => {
      const linesBefore = ledger.log.length;
      const { messages } = client.stream(
        methods.listEntries,
        { accountId },
        { deadline: Date.now() + 500 },
      );
      const taken: unknown[] = [];
      const taking = (async () => {
        for await (const message of messages) {
          taken.push(message);
          if (taken.length === 1) await lineAbout('ListEntries', linesBefore);
        }
      })();

      await expect(taking).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
      expect(taken.length).toBeLessThan(entryCount);
      expect(await lineAbout('ListEntries', linesBefore)).toMatchObject({
        grpcCode: 'DEADLINE_EXCEEDED',
      });
    });
  });
});
