import { newUuid, type CompanyId } from '@accounting/kernel';
import { startTax, type Caller, type Posting, type StartedTax } from './started-tax';

interface Line {
  readonly id: string;
  readonly base: string;
  readonly vat: string;
  readonly name: { readonly english: string; readonly georgian: string };
}

interface Return {
  readonly status: string;
  readonly dueOn: string;
  readonly lines: readonly Line[];
  readonly payable: string;
  readonly outputVat: string;
  readonly unclassified: string;
  readonly entryCount: number;
  readonly latestVersion?: number;
  readonly submittedVersion?: number;
  readonly lateness?: { readonly days: number; readonly fine: string; readonly interest: string };
}

interface Entry {
  readonly transactionId: string;
  readonly line: string;
  readonly vat: string;
  readonly counterpartyTin?: string;
}

/** The worked month of a small company: a sale, goods and a computer bought, VAT paid. */
const month: readonly Posting[] = [
  {
    date: '2026-10-05',
    entries: ['Dr 1610 5000.00', 'Dr 3340 900.00', 'Cr 3110 5900.00'],
    counterpartyTin: '200000001',
  },
  { date: '2026-10-12', entries: ['Dr 1410 11800.00', 'Cr 6110 10000.00', 'Cr 3330 1800.00'] },
  { date: '2026-10-20', entries: ['Dr 2160 1000.00', 'Dr 3340 180.00', 'Cr 1210 1180.00'] },
  { date: '2026-10-31', entries: ['Dr 3330 1800.00', 'Cr 3340 1080.00', 'Cr 1210 720.00'] },
];

const path = '/tax/vat/declarations/2026-10';
const byHand = (version: number, change: object = {}) => ({
  ...{ version, channel: 'by_hand', receiptNumber: 'RS-1', submittedOn: '2026-11-16' },
  ...change,
});

let service: StartedTax;

beforeAll(async () => {
  service = await startTax();
});

afterAll(async () => {
  await service.stop();
});

/** Somebody of a new company whose ledger has posted the month. */
const companyWithMonth = async (postings = month, entryCount = 3): Promise<Caller> => {
  const caller = service.caller();
  await service.publish(caller.companyId, postings);
  await service.untilEntries(caller.companyId, entryCount);
  return caller;
};

const lineOf = ({ lines }: Return, id: string): Line | undefined =>
  lines.find((line) => line.id === id);

describe('the VAT return of a month', () => {
  it('follows from ordinary postings, line by line', async () => {
    const caller = await companyWithMonth();
    const { status, body } = await caller.get<Return>(path);
    expect(status).toBe(200);
    const filled = body.lines.filter(({ base }) => base !== '0.00');
    expect(filled.map(({ id, base, vat }) => [id, base, vat])).toEqual([
      ['I.1', '10000.00', '1800.00'],
      ['I.15', '10000.00', '1800.00'],
      ['III.1', '6000.00', '1080.00'],
      ['III.9', '6000.00', '1080.00'],
    ]);
    expect(body).toMatchObject({ payable: '720.00', dueOn: '2026-11-16', entryCount: 3 });
    expect(lineOf(body, 'III.1')).toMatchObject({
      ...{ goodsAndServices: '900.00', fixedAssets: '180.00' },
      name: { english: 'Local purchases', georgian: 'ადგილობრივი შესყიდვები' },
    });
  });

  it('is nil for a company without postings, and has none of another’s', async () => {
    await companyWithMonth();
    const { body } = await service.caller().get<Return>(path);
    expect(body).toMatchObject({ payable: '0.00', entryCount: 0 });
  });

  it('counts a reversal on its own day', async () => {
    const caller = await companyWithMonth();
    const [sale] = await service.publish(caller.companyId, [
      { date: '2026-10-31', entries: ['Dr 1410 118.00', 'Cr 6110 100.00', 'Cr 3330 18.00'] },
    ]);
    await service.publish(caller.companyId, [
      {
        ...{ date: '2026-11-02', type: 'TRANSACTION_TYPE_REVERSAL', reversalOf: sale ?? '' },
        entries: ['Cr 1410 118.00', 'Dr 6110 100.00', 'Dr 3330 18.00'],
      },
    ]);
    await service.untilEntries(caller.companyId, 5);
    const october = await caller.get<Return>(path);
    const november = await caller.get<Return>('/tax/vat/declarations/2026-11');
    expect(october.body.outputVat).toBe('1818.00');
    expect(november.body).toMatchObject({ outputVat: '-18.00', status: 'not_over' });
  });

  it('leads to the entries behind a line, page by page', async () => {
    const caller = await companyWithMonth();
    const first = await caller.get<{ items: Entry[]; next: string }>(
      `${path}/entries?line=III.1&limit=1`,
    );
    expect(first.body.items).toMatchObject([{ vat: '900.00', counterpartyTin: '200000001' }]);
    const second = await caller.get<{ items: Entry[]; next?: string }>(
      `${path}/entries?line=III.1&limit=1&after=${first.body.next}`,
    );
    expect(second.body.items).toMatchObject([{ vat: '180.00', line: 'III.1' }]);
    expect(second.body.next).toBeUndefined();
    const all = await caller.get<{ items: Entry[] }>(`${path}/entries`);
    expect(all.body.items.map(({ line }) => line)).toEqual(['I.1', 'III.1', 'III.1']);
  });

  it('shows turnover of which nobody has said how it is taxed', async () => {
    const caller = await companyWithMonth(
      [{ date: '2026-10-07', entries: ['Dr 1410 500.00', 'Cr 6110 500.00'] }],
      1,
    );
    expect((await caller.get<Return>(path)).body).toMatchObject({
      ...{ unclassified: '500.00', outputVat: '0.00' },
    });
    const { body } = await caller.get<{ items: Entry[] }>(`${path}/entries?line=unclassified`);
    expect(body.items).toHaveLength(1);
  });
});

describe('a return on its way to the Revenue Service', () => {
  it('is generated, submitted with its receipt, and keeps the entries behind it', async () => {
    const caller = await companyWithMonth();
    const generated = await caller.post(`${path}/generate`);
    expect(generated).toMatchObject({
      ...{ status: 200, body: { version: 1, kind: 'original', payable: '720.00' } },
    });
    const submitted = await caller.post(`${path}/submit`, byHand(1));
    expect(submitted).toMatchObject({ status: 200, body: { receiptNumber: 'RS-1', version: 1 } });
    const after = await caller.get<Return>(path);
    expect(after.body).toMatchObject({ status: 'submitted', submittedVersion: 1 });
    expect(after.body.lateness).toBeUndefined();
    const { body: known } = await caller.get<{ versions: Return[] }>(`${path}/versions`);
    expect(known.versions).toMatchObject([
      { version: 1, payable: '720.00', submission: { receiptNumber: 'RS-1', channel: 'by_hand' } },
    ]);
    const kept = await caller.get<{ items: Entry[] }>(`${path}/entries?version=1`);
    const present = await caller.get<{ items: Entry[] }>(`${path}/entries`);
    expect(kept.body).toEqual(present.body);
  });

  it('is amended when entries come in afterwards, and says what changed', async () => {
    const caller = await companyWithMonth();
    await caller.post(`${path}/generate`);
    await caller.post(`${path}/submit`, byHand(1));
    await service.publish(caller.companyId, [
      { date: '2026-10-30', entries: ['Dr 1410 118.00', 'Cr 6110 100.00', 'Cr 3330 18.00'] },
    ]);
    await service.untilEntries(caller.companyId, 4);
    expect((await caller.get<Return>(path)).body.status).toBe('changed_since_submission');
    const toNow = await caller.get<{ lines: Line[] }>(`${path}/comparison?from=1`);
    expect(toNow.body).toMatchObject({ payableBefore: '720.00', payableDifference: '18.00' });
    const amended = await caller.post(`${path}/generate`);
    expect(amended.body).toMatchObject({ version: 2, kind: 'amended', payable: '738.00' });
    const comparison = await caller.get<{ lines: Line[] }>(`${path}/comparison?from=1&to=2`);
    expect(comparison.body.lines.map(({ id }) => id)).toEqual(['I.1', 'I.15']);
    expect((await caller.post(`${path}/submit`, byHand(2))).status).toBe(200);
    const kept = await caller.get<{ items: Entry[] }>(`${path}/entries?version=1`);
    expect(kept.body.items).toHaveLength(3);
    expect((await caller.get<Return>(path)).body).toMatchObject({
      ...{ status: 'submitted', submittedVersion: 2 },
    });
  });

  it('is not submitted on entries that have changed since it was generated', async () => {
    const caller = await companyWithMonth();
    await caller.post(`${path}/generate`);
    await service.publish(caller.companyId, [
      { date: '2026-10-30', entries: ['Dr 1410 118.00', 'Cr 6110 100.00', 'Cr 3330 18.00'] },
    ]);
    await service.untilEntries(caller.companyId, 4);
    expect(await caller.post(`${path}/submit`, byHand(1))).toMatchObject({
      ...{ status: 422, body: { code: 'tax.vat_return_outdated' } },
    });
    expect((await caller.get<Return>(path)).body.submittedVersion).toBeUndefined();
  });

  it('gives the first answer again under the same key', async () => {
    const caller = await companyWithMonth();
    const key = newUuid();
    const first = await caller.post(`${path}/generate`, undefined, key);
    const again = await caller.post(`${path}/generate`, undefined, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('costs interest and a fine when it is late', async () => {
    const caller = await companyWithMonth();
    const { body } = await caller.get<Return>(path);
    expect(body).toMatchObject({
      status: 'overdue',
      lateness: { until: '2026-11-22', days: 6, fine: '36.00', interest: '2.16' },
    });
  });

  it('says what to do while the Revenue Service is not connected', async () => {
    const caller = await companyWithMonth();
    await caller.post(`${path}/generate`);
    const body = { version: 1, channel: 'revenue_service' };
    expect(await caller.post(`${path}/submit`, body)).toMatchObject({
      ...{ status: 503, body: { code: 'tax.vat_return_revenue_service_not_connected' } },
    });
    expect((await caller.get<Return>(path)).body.submittedVersion).toBeUndefined();
  });

  it.each<[string, readonly [string, object | undefined], readonly [number, string]]>([
    ['a month to come', ['2026-11/generate', undefined], [422, 'tax.vat_return_period_not_over']],
    ['a month without form', ['2020-12/generate', undefined], [422, 'tax.vat_return_form_unknown']],
    ['no month', ['2026-13/generate', undefined], [400, 'host.invalid_request']],
    ['no version', ['2026-09/submit', byHand(1)], [422, 'tax.vat_return_not_generated']],
    ['an unknown version', ['2026-10/submit', byHand(9)], [404, 'tax.vat_return_version_unknown']],
    [
      'a day to come',
      ['2026-10/submit', byHand(1, { submittedOn: '2026-11-23' })],
      [400, 'tax.vat_return_submitted_in_future'],
    ],
    [
      'an unknown field',
      ['2026-10/submit', byHand(1, { by: 'me' })],
      [400, 'host.invalid_request'],
    ],
  ])('is refused with %s', async (_, [request, body], [status, code]) => {
    const caller = await companyWithMonth();
    await caller.post(`${path}/generate`);
    const answer = await caller.post(`/tax/vat/declarations/${request}`, body);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['entries?line=I.99', 404, 'tax.vat_return_line_unknown'],
    ['entries?version=1', 422, 'tax.vat_return_entries_not_kept'],
    ['entries?version=2', 404, 'tax.vat_return_version_unknown'],
    ['entries?after=nowhere', 400, 'tax.cursor_invalid'],
    ['comparison?from=2', 404, 'tax.vat_return_version_unknown'],
    ['comparison', 400, 'host.invalid_request'],
  ])('cannot be looked at by %s', async (query, status, code) => {
    const caller = await companyWithMonth();
    await caller.post(`${path}/generate`);
    expect(await caller.get(`${path}/${query}`)).toMatchObject({ status, body: { code } });
  });

  it('asks for the permission to write', async () => {
    const reader = service.caller({ permissions: ['reports:tax'] });
    expect((await reader.post(`${path}/generate`)).status).toBe(403);
    const nobody = service.caller({ permissions: [] });
    expect((await nobody.get(path)).status).toBe(403);
  });
});

describe('what the service keeps', () => {
  const rowsOf = async (table: string, companyId: CompanyId) => {
    const { rows } = await service.owner.withoutCompany((connection) =>
      connection.query(
        `SELECT to_jsonb(kept) AS kept FROM ${table} AS kept WHERE company_id = $1 ORDER BY 1`,
        [companyId],
      ),
    );
    return rows;
  };

  it('is the same when the facts of the ledger are handled from the first one again', async () => {
    const caller = await companyWithMonth();
    const before = await rowsOf('tax.vat_entries', caller.companyId);
    await service.replay();
    await service.publish(caller.companyId, [
      { date: '2026-10-30', entries: ['Dr 1410 118.00', 'Cr 6110 100.00', 'Cr 3330 18.00'] },
    ]);
    await service.untilEntries(caller.companyId, 4);
    const after = await rowsOf('tax.vat_entries', caller.companyId);
    expect(after).toHaveLength(4);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('is there again when what followed from the ledger was emptied', async () => {
    const caller = await companyWithMonth();
    const before = await rowsOf('tax.vat_entries', caller.companyId);
    await service.owner.withoutCompany((connection) =>
      connection.query('TRUNCATE tax.vat_entries'),
    );
    await service.replay();
    await service.untilEntries(caller.companyId, 3);
    expect(await rowsOf('tax.vat_entries', caller.companyId)).toEqual(before);
  });

  it('is the same when its own read models are made anew', async () => {
    const caller = await companyWithMonth();
    await caller.post(`${path}/generate`);
    await caller.post(`${path}/submit`, byHand(1));
    const [before] = await rowsOf('tax.vat_return_versions', caller.companyId);
    await service.rebuild();
    const [after] = await rowsOf('tax.vat_return_versions', caller.companyId);
    expect(after).toEqual(before);
  });
});

describe('the law', () => {
  it('is shown with its articles and its values on a day', async () => {
    const { body } = await service
      .caller()
      .get<{ rules: { id: string; value: string }[] }>('/tax/rules?on=2026-01-01');
    expect(body.rules.find(({ id }) => id === 'vat.standard_rate')).toMatchObject({
      ...{ value: '18', article: 'Tax Code, article 166', status: 'confirmed' },
    });
    expect((await service.caller().get('/tax/rules')).status).toBe(200);
  });

  it('has the public holidays of a year', async () => {
    const { body } = await service
      .caller()
      .get<{ holidays: { date: string }[] }>('/tax/holidays/2027');
    expect(body.holidays.map(({ date }) => date)).toContain('2027-05-03');
    expect((await service.caller().get('/tax/holidays/soon')).status).toBe(400);
  });
});
