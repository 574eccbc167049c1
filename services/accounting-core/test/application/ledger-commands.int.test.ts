import { AccountingMonth } from '@accounting/kernel';
import { chart, transactionBody, pair } from '../api/http/bookkeeping';
import type { TransactionInput } from '../../src/domain/transaction/input';
import {
  applicationOn,
  companyWithChart,
  contextOf,
  interrupting,
  startSharedLedger,
  type Application,
  type SharedLedger,
} from './ledger-application';

let ledger: SharedLedger;
beforeAll(async () => {
  ledger = await startSharedLedger();
});
afterAll(() => ledger.close());

const november = AccountingMonth.of('2026-11');
const sale = transactionBody() as TransactionInput;

/** The use cases with something happening elsewhere each time they have loaded reference data. */
const interruptedBy = (...interruptions: (() => Promise<unknown>)[]): Application =>
  applicationOn({
    ...ledger.ports,
    references: {
      ...ledger.ports.references,
      load: interrupting((companyId) => ledger.ports.references.load(companyId), interruptions),
    },
  });

describe('a command decided on reference data that changes before it is recorded', () => {
  it('is decided again, and refused when it is no longer allowed', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const context = contextOf(company);
    const app = interruptedBy(() => ledger.elsewhere.periods.close(context, { period: november }));
    await expect(app.transactions.postNew(context, sale)).rejects.toMatchObject({
      code: 'accounting-core.period_closed',
    });
    const { items } = await ledger.ports.transactions.list(
      company,
      { sort: 'created' },
      { limit: 10 },
    );
    expect(items).toEqual([]);
  });

  it('is decided again, and recorded once when it is still allowed', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const context = contextOf(company);
    const october = AccountingMonth.of('2026-10');
    const closing = jest.fn(() => ledger.elsewhere.periods.close(context, { period: october }));
    await interruptedBy(closing).transactions.postNew(context, sale);
    expect(closing).toHaveBeenCalledTimes(1);
    const { items } = await ledger.ports.transactions.list(
      company,
      { sort: 'created' },
      { limit: 10 },
    );
    expect(items).toHaveLength(1);
  });

  it('gives up when that happens again and again', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const context = contextOf(company);
    const app = interruptedBy(
      ...['2026-01', '2026-02', '2026-03', '2026-04'].map(
        (month) => () =>
          ledger.elsewhere.periods.close(context, { period: AccountingMonth.of(month) }),
      ),
    );
    await expect(app.transactions.postNew(context, sale)).rejects.toMatchObject({
      code: 'event_store.contention',
      kind: 'aborted',
    });
  });
});

describe('a refusal', () => {
  it('stands on reference data that is current', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const context = contextOf(company);
    await ledger.elsewhere.periods.close(context, { period: november });
    const app = applicationOn(ledger.ports);
    await expect(app.transactions.postNew(context, sale)).rejects.toMatchObject({
      code: 'accounting-core.period_closed',
    });
    await ledger.elsewhere.periods.reopen(context, { period: november, reason: 'A late invoice' });
    const { body } = await app.transactions.postNew(context, sale);
    expect(body.status).toBe('posted');
  });

  it('of the input itself asks for no other reference data', async () => {
    const context = contextOf(await companyWithChart(ledger.elsewhere));
    const loadCurrent = jest.fn(ledger.ports.references.loadCurrent);
    const app = applicationOn({
      ...ledger.ports,
      references: { ...ledger.ports.references, loadCurrent },
    });
    const entries = pair(chart.cash, chart.sales, '-1.00');
    await expect(app.transactions.postNew(context, { ...sale, entries })).rejects.toMatchObject({
      code: 'accounting-core.amount_not_positive',
    });
    expect(loadCurrent).not.toHaveBeenCalled();
  });
});

describe('two commands on one aggregate at the same moment', () => {
  it('are both recorded, one after the other', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const context = contextOf(company);
    const { items } = await ledger.ports.accounts.list(company, { sort: 'code' }, { limit: 1 });
    const [account] = items;
    if (account === undefined) throw new Error('the chart has accounts');
    const { accountId } = account;
    const renamed = await Promise.all(
      ['One', 'Two', 'Three'].map((nameEnglish) =>
        ledger.elsewhere.rename(context, { accountId, nameEnglish, nameGeorgian: 'სახელი' }),
      ),
    );
    expect(renamed.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
  });
});
