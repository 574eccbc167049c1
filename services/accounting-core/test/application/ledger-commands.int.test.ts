import { AccountingMonth, type CompanyId } from '@accounting/kernel';
import { chart, transactionBody, pair } from '../api/http/bookkeeping';
import type { TransactionInput } from '../../src/domain/transaction/input';
import { newCompany, startLedger, type TestLedger } from '../infrastructure/ledger-fixture';
import {
  applicationOn,
  contextOf,
  interrupting,
  portsOn,
  type Application,
  type LedgerPorts,
} from './ledger-application';

let ledger: TestLedger;
let ports: LedgerPorts;
/** What another process does meanwhile. */
let elsewhere: Application;
beforeAll(async () => {
  ledger = await startLedger();
  ports = portsOn(ledger);
  elsewhere = applicationOn(portsOn(ledger));
});
afterAll(() => ledger.close());

const november = AccountingMonth.of('2026-11');
const sale = transactionBody() as TransactionInput;

const companyWithChart = async (): Promise<CompanyId> => {
  const companyId = newCompany();
  await elsewhere.adoptChart(contextOf(companyId));
  return companyId;
};

/** The use cases with something happening elsewhere each time they have loaded reference data. */
const interruptedBy = (...interruptions: (() => Promise<unknown>)[]): Application =>
  applicationOn({
    ...ports,
    references: {
      ...ports.references,
      load: interrupting((companyId) => ports.references.load(companyId), interruptions),
    },
  });

describe('a command decided on reference data that changes before it is recorded', () => {
  it('is decided again, and refused when it is no longer allowed', async () => {
    const company = await companyWithChart();
    const context = contextOf(company);
    const app = interruptedBy(() => elsewhere.periods.close(context, { period: november }));
    await expect(app.transactions.postNew(context, sale)).rejects.toMatchObject({
      code: 'accounting-core.period_closed',
    });
    const { items } = await ports.transactions.list(company, { sort: 'created' }, { limit: 10 });
    expect(items).toEqual([]);
  });

  it('is decided again, and recorded once when it is still allowed', async () => {
    const company = await companyWithChart();
    const context = contextOf(company);
    const october = AccountingMonth.of('2026-10');
    const app = interruptedBy(() => elsewhere.periods.close(context, { period: october }));
    await app.transactions.postNew(context, sale);
    const { items } = await ports.transactions.list(company, { sort: 'created' }, { limit: 10 });
    expect(items).toHaveLength(1);
  });

  it('gives up when that happens again and again', async () => {
    const company = await companyWithChart();
    const context = contextOf(company);
    const app = interruptedBy(
      ...['2026-01', '2026-02', '2026-03', '2026-04'].map(
        (month) => () => elsewhere.periods.close(context, { period: AccountingMonth.of(month) }),
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
    const company = await companyWithChart();
    const context = contextOf(company);
    await elsewhere.periods.close(context, { period: november });
    const app = applicationOn(ports);
    await expect(app.transactions.postNew(context, sale)).rejects.toMatchObject({
      code: 'accounting-core.period_closed',
    });
    await elsewhere.periods.reopen(context, { period: november, reason: 'A late invoice' });
    const { body } = await app.transactions.postNew(context, sale);
    expect(body.status).toBe('posted');
  });

  it('of the input itself asks for no other reference data', async () => {
    const context = contextOf(await companyWithChart());
    const loadCurrent = jest.fn(ports.references.loadCurrent);
    const app = applicationOn({ ...ports, references: { ...ports.references, loadCurrent } });
    const entries = pair(chart.cash, chart.sales, '-1.00');
    await expect(app.transactions.postNew(context, { ...sale, entries })).rejects.toMatchObject({
      code: 'accounting-core.amount_not_positive',
    });
    expect(loadCurrent).not.toHaveBeenCalled();
  });
});

describe('two commands on one aggregate at the same moment', () => {
  it('are both recorded, one after the other', async () => {
    const company = await companyWithChart();
    const context = contextOf(company);
    const { items } = await ports.accounts.list(company, { sort: 'code' }, { limit: 1 });
    const [account] = items;
    if (account === undefined) throw new Error('the chart has accounts');
    const { accountId } = account;
    const renamed = await Promise.all(
      ['One', 'Two', 'Three'].map((nameEnglish) =>
        elsewhere.rename(context, { accountId, nameEnglish, nameGeorgian: 'სახელი' }),
      ),
    );
    expect(renamed.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
  });
});
