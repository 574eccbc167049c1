import { Registry } from 'prom-client';
import { registerBalanceGauge } from '../../src/infrastructure/balance-gauge.prometheus';
import { accountCreated, newCompany, posted, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;

beforeAll(async () => {
  ledger = await startLedger();
});

afterAll(() => ledger.close());

/** A company in which `amount` stands on 1210 and, credited, on an account of its own making. */
const bookCompany = async (amount: string): Promise<void> => {
  const company = newCompany();
  const [bank, own] = [accountCreated({ code: '1210' }), accountCreated({ code: '1210-01' })];
  await ledger.record(company, bank);
  await ledger.record(company, own);
  const [debit, credit] = [bank.data.accountId, own.data.accountId];
  await ledger.record(company, posted({ debit, credit, on: '2026-11-10', entry: { amount } }));
};

describe('the balance gauge', () => {
  let nowMs = 0;
  const registry = new Registry();
  const shown = async (): Promise<readonly string[]> => {
    const text = await registry.getSingleMetricAsString('accounting_account_balance_gel');
    return text.split('\n').filter((line) => !line.startsWith('#') && line !== '');
  };

  it('adds up the accounts of the national plan over all companies', async () => {
    await bookCompany('10.10');
    await bookCompany('5.05');
    registerBalanceGauge(registry, ledger.background, () => nowMs);
    expect(await shown()).toEqual([
      'accounting_account_balance_gel{account_code="1210",account_type="asset"} 15.15',
    ]);
  });

  it('asks the database at most once a minute', async () => {
    await bookCompany('1.00');
    nowMs += 59_999;
    expect((await shown())[0]).toContain('15.15');
    nowMs += 1;
    expect((await shown())[0]).toContain('16.15');
  });

  it('keeps the last figures while the database does not answer', async () => {
    const unanswered = new Registry();
    let isGone = false;
    let refusals = 0;
    registerBalanceGauge(
      unanswered,
      {
        withoutCompany: (work) => {
          if (!isGone) return ledger.background.withoutCompany(work);
          refusals += 1;
          return Promise.reject(new Error('gone'));
        },
      },
      () => nowMs,
    );
    const before = await unanswered.metrics();
    expect(before).toContain('16.15');
    isGone = true;
    nowMs += 60_000;
    expect(await unanswered.metrics()).toBe(before);
    expect(refusals).toBe(1);
  });
});
