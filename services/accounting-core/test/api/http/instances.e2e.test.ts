import type { AccountReceipt } from '../../../src/application/account-use-cases';
import {
  accountOf,
  booksOf,
  chart,
  newCompany,
  pair,
  post,
  transactionBody,
  trialBalanceOf,
} from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

/** Two instances of the service; each keeps accounts, periods and settings in its memory. */
let one: StartedLedger;
let other: StartedLedger;
beforeAll(async () => {
  one = await startLedger();
  other = await startLedger({}, one.databases);
});
afterAll(async () => {
  await other.stop();
  await one.stop();
});

/** The same person at both instances, in a company that both know already. */
const companyAtBoth = async (): Promise<{ here: Caller; there: Caller }> => {
  const here = await newCompany(one);
  const there = other.caller({ companyId: here.companyId });
  await post(there);
  return { here, there };
};

const createAccount = (caller: Caller): Promise<AccountReceipt> =>
  accepted(
    caller.post<AccountReceipt>('/accounts', {
      code: '1115',
      nameEnglish: 'Safe',
      nameGeorgian: 'სეიფი',
      type: 'asset',
      normalBalance: 'debit',
    }),
  );

describe('another instance of the service', () => {
  it('posts at once to an account that was created here', async () => {
    const { here, there } = await companyAtBoth();
    await createAccount(here);
    await post(there, { entries: pair('1115', chart.sales, '5.00') });
  });

  it('posts at once into a period that was reopened here', async () => {
    const { here, there } = await companyAtBoth();
    await accepted(here.post('/fiscal-periods/2026-10/close'));
    const body = transactionBody({ transactionDate: '2026-10-31' });
    expect(await refused(there.post('/transactions/post', body))).toMatchObject({
      code: 'accounting-core.period_closed',
    });
    await accepted(here.post('/fiscal-periods/2026-10/reopen', { reason: 'A late invoice' }));
    await accepted(there.post('/transactions/post', body));
  });

  it('lets one person approve as soon as four eyes were waived here', async () => {
    const { here, there } = await companyAtBoth();
    const { transactionId } = await accepted(
      there.post<{ transactionId: string }>('/transactions', transactionBody()),
    );
    const approve = () => there.post(`/transactions/${transactionId}/approve`);
    expect(await refused(approve())).toMatchObject({ status: 403 });
    const { body } = await here.get<{ accounts: object }>('/accounts/settings');
    const fourEyes = { required: false, reason: 'A company of one person' };
    await accepted(here.put('/accounts/settings', { accounts: body.accounts, fourEyes }, 1));
    await accepted(approve());
  });

  it('imports rows that name an account created here', async () => {
    const { here, there } = await companyAtBoth();
    await createAccount(here);
    const line = JSON.stringify(transactionBody({ entries: pair('1115', chart.sales, '5.00') }));
    const imported = await there.send('POST', '/transactions/import?batchId=one', {
      raw: `${line}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(imported.body).toMatchObject({ status: 'completed', posted: 1, errors: [] });
  });

  it('shows balances of accounts that were created here', async () => {
    const { here, there } = await companyAtBoth();
    await createAccount(here);
    await post(here, { entries: pair('1115', chart.sales, '5.00', { project: 'A' }) });
    expect((await booksOf(there))['1115']).toBe('5.00');
    const { rows, totals } = await trialBalanceOf(there);
    expect(rows.map(({ accountCode }) => accountCode)).toContain('1115');
    expect(totals.closingDebitGel).toBe(totals.closingCreditGel);
    const dimensions = await there.get<{ items: { accountCode: string }[] }>(
      '/balances/dimensions?dimensionType=project',
    );
    expect(dimensions.body.items.map(({ accountCode }) => accountCode)).toContain('1115');
  });

  it('refuses what was deactivated here', async () => {
    const { here, there } = await companyAtBoth();
    const { accountId } = await accountOf(here, chart.goods);
    await accepted(here.post(`/accounts/${accountId}/deactivate`, undefined, { version: 1 }));
    const body = transactionBody({ entries: pair(chart.goods, chart.suppliers, '5.00') });
    expect(await refused(there.post('/transactions/post', body))).toMatchObject({
      code: 'accounting-core.account_inactive',
    });
  });
});
