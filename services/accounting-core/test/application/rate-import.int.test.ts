import { AccountingDate, type CompanyId, type Currency } from '@accounting/kernel';
import { Readable } from 'node:stream';
import { newCompany, now, startLedger, type TestLedger } from '../infrastructure/ledger-fixture';
import { applicationOn, contextOf, portsOn, type LedgerPorts } from './ledger-application';

let ledger: TestLedger;
let ports: LedgerPorts;
beforeAll(async () => {
  ledger = await startLedger();
  ports = portsOn(ledger);
});
afterAll(() => ledger.close());

const firstDay = AccountingDate.of('2019-01-01');
const usd = 'USD' as Currency;

/** As many rates as asked for, of as many days. */
const fileOf = (count: number, rate = '2.7'): string => {
  const rows = Array.from(
    { length: count },
    (_, day) => `USD,${AccountingDate.addDays(firstDay, day)},${rate},nbg\n`,
  );
  return `currency,date,rate,source\n${rows.join('')}`;
};

const importFile = (companyId: CompanyId, file: string, on = ports) =>
  applicationOn(on).rates.importCsv(contextOf(companyId), Readable.from([Buffer.from(file)]));

/** How many rates have each version, and how many facts there are of them. */
const recordedOf = async (companyId: CompanyId) => {
  const { rows } = await ledger.owner.read(companyId, (connection) =>
    connection.query<{ rates: number; versions: number; facts: number }>(
      `SELECT count(*)::integer AS rates, coalesce(max(version), 0) AS versions,
         (SELECT count(*)::integer FROM event_sourcing.event_store WHERE company_id = $1) AS facts
       FROM ledger.exchange_rates WHERE company_id = $1`,
      [companyId],
    ),
  );
  return rows[0];
};

const nothing = { rates: 0, versions: 0, facts: 0 };

/** Cuts the connection that records the rate of this day, as when PostgreSQL stops. */
const cuttingAt = async (
  companyId: CompanyId,
  date: AccountingDate,
): Promise<() => Promise<void>> => {
  const run = (text: string): Promise<unknown> =>
    ledger.owner.read(companyId, (connection) => connection.query(text));
  await run(`
    CREATE FUNCTION ledger.cut_connection() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'`);
  await run(`
    CREATE TRIGGER cut_connection BEFORE INSERT ON ledger.exchange_rates FOR EACH ROW
    WHEN (NEW.company_id = '${companyId}' AND NEW.date = '${date}')
    EXECUTE FUNCTION ledger.cut_connection()`);
  return async () => {
    await run('DROP TRIGGER cut_connection ON ledger.exchange_rates');
    await run('DROP FUNCTION ledger.cut_connection()');
  };
};

describe('a file of rates', () => {
  it('that is interrupted leaves none of them, and all of them when it is sent again', async () => {
    const companyId = newCompany();
    const repair = await cuttingAt(companyId, AccountingDate.addDays(firstDay, 2_000));
    try {
      const attempt = importFile(companyId, fileOf(2_500));
      await expect(attempt).rejects.toMatchObject({ kind: 'unavailable' });
      expect(await recordedOf(companyId)).toEqual(nothing);
    } finally {
      await repair();
    }
    expect((await importFile(companyId, fileOf(2_500))).body).toEqual({ rates: 2_500 });
    expect(await recordedOf(companyId)).toEqual({ rates: 2_500, versions: 1, facts: 2_500 });
  });

  it('records what is new or corrected, and of what is known nothing', async () => {
    const companyId = newCompany();
    await importFile(companyId, fileOf(3));
    await importFile(companyId, fileOf(3, '2.70'));
    expect(await recordedOf(companyId)).toEqual({ rates: 3, versions: 1, facts: 3 });
    await importFile(companyId, fileOf(2, '2.8') + 'EUR,2026-11-20,3.1,nbg\n');
    expect(await recordedOf(companyId)).toEqual({ rates: 4, versions: 2, facts: 6 });
  });

  it('is compared again when somebody records one of its rates at the same moment', async () => {
    const companyId = newCompany();
    const elsewhere = applicationOn(portsOn(ledger));
    let others = 1;
    const recordedRates: LedgerPorts['recordedRates'] = {
      ofDays: async (company, days) => {
        const recorded = await ports.recordedRates.ofDays(company, days);
        if (others-- > 0) {
          const mine = { currency: usd, date: firstDay, rate: '3', source: 'manual' };
          await elsewhere.rates.record(contextOf(companyId), mine);
        }
        return recorded;
      },
    };
    await importFile(companyId, fileOf(10), { ...ports, recordedRates });
    expect(await recordedOf(companyId)).toEqual({ rates: 10, versions: 2, facts: 11 });
    const found = await elsewhere.rates.find(contextOf(companyId), {
      currency: usd,
      date: firstDay,
    });
    expect(found.body).toMatchObject({ rate: '2.7', source: 'nbg', recordedAt: now });
  });

  it('gives way when that happens again and again, and records nothing', async () => {
    const companyId = newCompany();
    const elsewhere = applicationOn(portsOn(ledger));
    let others = 0;
    const recordedRates: LedgerPorts['recordedRates'] = {
      ofDays: async (company, days) => {
        const recorded = await ports.recordedRates.ofDays(company, days);
        const mine = { currency: usd, date: firstDay, rate: `3.${++others}`, source: 'manual' };
        await elsewhere.rates.record(contextOf(companyId), mine);
        return recorded;
      },
    };
    const attempt = importFile(companyId, fileOf(10), { ...ports, recordedRates });
    await expect(attempt).rejects.toMatchObject({ code: 'event_store.contention' });
    expect(await recordedOf(companyId)).toEqual({ rates: 1, versions: others, facts: others });
  });

  it('may be sent by two at the same moment, and each rate is recorded once', async () => {
    const companyId = newCompany();
    const files = [ports, portsOn(ledger)].map((on) => importFile(companyId, fileOf(1_500), on));
    const answers = await Promise.all(files);
    expect(answers.map(({ body }) => body)).toEqual([{ rates: 1_500 }, { rates: 1_500 }]);
    expect(await recordedOf(companyId)).toEqual({ rates: 1_500, versions: 1, facts: 1_500 });
  });
});
