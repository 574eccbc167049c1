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

  it('records nothing for a company that the transaction is not for', async () => {
    const { subject, store } = given();
    const sql = `SELECT status FROM event_sourcing.record_units(
      '{1}', '{${company}}', '{stray}', '{h}', NULL, ${noEvents}, NULL)`;
    for (const companyId of [undefined, newCompany()]) {
      expect(await as(subject.urls.serviceUrl, sql, companyId)).toEqual([
        { status: 'foreign_company' },
      ]);
    }
    expect(await store.findIdempotencyClaim(company, 'stray')).toBeUndefined();
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
