import type { CompanyId } from '@accounting/kernel';
import { Client, type QueryResultRow } from 'pg';
import { aClaim, aUnit, newCompany, newStream } from './fixtures';
import { openTwoProcesses } from './postgres-processes';

const given = openTwoProcesses();

describe('the role of the service', () => {
  const as = async (url: string, sql: string, companyId?: CompanyId): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      if (companyId !== undefined) await client.query(`SET app.company_ids = '${companyId}'`);
      return (await client.query<QueryResultRow>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const noEvents = `'{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'`;
  const tables = [
    'event_store',
    'idempotency_records',
    'aggregate_snapshots',
    'consistency_markers',
  ];

  /** Has something in each table. */
  let company: CompanyId;
  beforeEach(async () => {
    const { store, company: used } = given();
    company = used;
    const streamId = newStream();
    await store.commit(aUnit(company, { idempotency: aClaim('k'), advancedMarkers: ['accounts'] }));
    const snapshot = { streamVersion: 1, schemaVersion: 1, state: {} };
    await store.saveSnapshot(company, streamId, snapshot);
  });

  it.each(tables)('sees in %s nothing without a company or as another one', async (table) => {
    const { subject } = given();
    const sql = `SELECT company_id FROM event_sourcing.${table}`;
    expect(await as(subject.urls.serviceUrl, sql)).toEqual([]);
    expect(await as(subject.urls.serviceUrl, sql, newCompany())).toEqual([]);
    expect(await as(subject.urls.serviceUrl, sql, company)).toEqual([{ company_id: company }]);
  });

  it.each([
    ['event_store', 'DELETE FROM event_sourcing.event_store'],
    ['event_store', `UPDATE event_sourcing.event_store SET data = '{}'`],
    ['idempotency_records', 'DELETE FROM event_sourcing.idempotency_records'],
    ['consistency_markers', 'UPDATE event_sourcing.consistency_markers SET version = 0'],
    ['checkpoints', 'SELECT FROM event_sourcing.checkpoints'],
  ])('may not touch %s but through the store: %s', async (table, sql) => {
    const { subject } = given();
    await expect(as(subject.urls.serviceUrl, sql, company)).rejects.toThrow(
      `permission denied for table ${table}`,
    );
  });

  describe('for a company that the transaction is not for', () => {
    const refused = 'a company that the transaction was not opened for';
    const recording = (companyId: CompanyId, key: string, markers = 'NULL') =>
      `SELECT * FROM event_sourcing.record_units(
        '{1}', '{${companyId}}', '{${key}}', '{h}', NULL, ${noEvents}, ${markers})`;

    it('records nothing', async () => {
      const { subject, store } = given();
      for (const companyId of [undefined, newCompany()]) {
        const stray = as(subject.urls.serviceUrl, recording(company, 'stray'), companyId);
        await expect(stray).rejects.toThrow(refused);
      }
      expect(await store.findIdempotencyClaim(company, 'stray')).toBeUndefined();
    });

    it('tells no answer that is kept', async () => {
      const { subject, store } = given();
      await store.commit(aUnit(company, { idempotency: aClaim('secret') }));
      const probing = as(subject.urls.serviceUrl, recording(company, 'secret'), newCompany());
      await expect(probing).rejects.toThrow(refused);
    });

    it.each(['"a":true', '"a":false,"v":0'])('has no marker: %s', async (use) => {
      const { subject, store } = given();
      const before = await store.readMarkers(company, ['accounts']);
      const other = newCompany();
      const markers = `'[{"n":[1],"c":"${company}","m":"accounts",${use}}]'`;
      const probing = as(subject.urls.serviceUrl, recording(other, 'k', markers), other);
      await expect(probing).rejects.toThrow(refused);
      expect(await store.readMarkers(company, ['accounts'])).toEqual(before);
    });
  });

  it('of the background reads every event and writes no fact', async () => {
    const { subject } = given();
    const { backgroundUrl } = subject.urls;
    const events = await as(backgroundUrl, 'SELECT FROM event_sourcing.event_store');
    expect(events.length).toBeGreaterThan(0);
    for (const sql of [
      'SELECT FROM event_sourcing.idempotency_records',
      'SELECT FROM event_sourcing.aggregate_snapshots',
      'DELETE FROM event_sourcing.event_store',
      `SELECT event_sourcing.record_units('{}', '{}', '{}', '{}', '{}', ${noEvents}, NULL)`,
    ]) {
      await expect(as(backgroundUrl, sql)).rejects.toThrow('permission denied');
    }
  });

  it.each([
    'UPDATE event_sourcing.event_store SET stream_version = 9',
    'TRUNCATE event_sourcing.event_store',
  ])('cannot, and not even the owner can: %s', async (sql) => {
    const { serviceUrl, ownerUrl } = given().subject.urls;
    await expect(as(serviceUrl, sql, company)).rejects.toThrow('permission denied');
    await expect(as(ownerUrl, sql)).rejects.toThrow('are facts');
  });
});
