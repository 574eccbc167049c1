import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountingCoreV1 as v1, fromEventHeaders, toEventHeaders } from '@accounting/contracts';
import type { CommittedEvent } from '@accounting/event-store';
import type { ActorId, CompanyId, Instant, Uuid } from '@accounting/kernel';
import { messageReader } from '@accounting/testing';
import type { JsonValue } from '@bufbuild/protobuf';
import fc from 'fast-check';
import type { LedgerEvent } from '../../src/domain/ledger-event';
import { publish } from '../../src/messaging/publish';

type Sample = LedgerEvent & { readonly schemaVersion: number };

const folder = join(__dirname, '..', 'samples');
const samples = readdirSync(folder).map((file) => ({
  file,
  sample: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample,
}));

const eventOf = (fact: Partial<Sample> & { readonly type: string }): CommittedEvent => ({
  eventId: '01936b2e-5a00-7000-8000-00000000000e' as Uuid,
  schemaVersion: 1,
  data: {},
  occurredAt: '2026-11-22T08:00:00.000Z' as Instant,
  metadata: { actorId: 'nino' as ActorId, correlationId: 'request-1' },
  companyId: '0192f0c1-0000-7000-8000-000000000001' as CompanyId,
  streamId: 'transaction-01936b2e-5a00-7000-8000-000000000001',
  streamVersion: 3,
  position: { transactionId: '7', sequence: '9' },
  ...fact,
});

const read = messageReader(v1);
const received = (event: CommittedEvent): JsonValue => read(publish(event));

const enumName = /^(ACCOUNT_TYPE|NORMAL_BALANCE|TRANSACTION_TYPE|ENTRY_SIDE)_/;
const isLifted = (name: string): boolean => name === 'content' || name === 'dimensions';

/** The message in the words of the domain: names of enums in lower case, fields on one level. */
const inDomainWords = (json: JsonValue): unknown => {
  if (typeof json === 'string') {
    return enumName.test(json) ? json.replace(enumName, '').toLowerCase() : json;
  }
  if (Array.isArray(json)) return json.map(inDomainWords);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([name, value]) => name !== 'isConversionDifference' || value !== false)
      .flatMap(([name, value]) =>
        isLifted(name)
          ? Object.entries(inDomainWords(value) as object)
          : [[name, inDomainWords(value)]],
      ),
  );
};

const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_name, part: unknown) => part ?? undefined);

describe('a published fact', () => {
  it.each(samples)('says in its message all that $file says', ({ sample }) => {
    expect(inDomainWords(received(eventOf(sample)))).toEqual(withoutNulls(sample.data));
  });

  it.each(samples)('of $file goes to the topic of its aggregate', ({ sample }) => {
    const aggregates: Readonly<Record<string, string>> = {
      Account: 'account',
      Transaction: 'transaction',
      FiscalPeriod: 'fiscal-period',
      FiscalYear: 'fiscal-year',
      ExchangeRate: 'exchange-rate',
      LedgerSettings: 'ledger-settings',
    };
    const aggregate = sample.type.replace(/[A-Z][a-z]+$/, '');

    expect(publish(eventOf(sample)).topic).toBe(`accounting-core.${aggregates[aggregate] ?? ''}`);
  });

  it('travels in an envelope that names event, stream, company and cause', () => {
    const { attributes } = publish(
      eventOf({
        type: 'TransactionApproved',
        data: { transactionId: 'a', approvedBy: 'nino' },
        metadata: {
          actorId: 'nino',
          correlationId: 'request-1',
          causationId: '01936b2e-5a00-7000-8000-00000000000c',
        },
      } as unknown as Sample),
    );

    expect(attributes).toEqual({
      id: '01936b2e-5a00-7000-8000-00000000000e',
      type: 'accounting.core.v1.TransactionApproved',
      source: '/accounting-core/transaction-01936b2e-5a00-7000-8000-000000000001',
      time: '2026-11-22T08:00:00.000Z',
      companyId: '0192f0c1-0000-7000-8000-000000000001',
      streamVersion: 3,
      correlationId: 'request-1',
      causationId: '01936b2e-5a00-7000-8000-00000000000c',
    });
    expect(fromEventHeaders(toEventHeaders(attributes))).toEqual(attributes);
  });

  it('leaves out what the domain has as null', () => {
    const created = samples.find(({ sample }) => sample.type === 'AccountCreated');
    const data = { ...created?.sample.data, parentAccountId: null, currency: null, ifrsLine: null };
    const { value } = publish(eventOf({ type: 'AccountCreated', data } as unknown as Sample));

    expect(value).not.toHaveProperty('parentAccountId');
    expect(value).not.toHaveProperty('currency');
    expect(value).not.toHaveProperty('ifrsLine');
  });

  it('is refused when this version of the service does not know it', () => {
    expect(() => publish(eventOf({ type: 'TransactionForgotten' } as unknown as Sample))).toThrow(
      'TransactionForgotten is a fact of accounting-core',
    );
    expect(() => publish(eventOf({ type: 'toString' } as unknown as Sample))).toThrow('toString');
  });

  it('is refused when a later version of the service recorded it', () => {
    const [{ sample } = { sample: undefined }] = samples;
    if (sample === undefined) throw new Error('there are samples');

    expect(() => publish(eventOf({ ...sample, schemaVersion: 2 }))).toThrow('the shape of today');
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const amount = fc
  .bigInt(0n, 10n ** 19n)
  .map((units) => `${units / 100n}.${String(units % 100n).padStart(2, '0')}`);
const optional = { requiredKeys: [] };

const elements = ['asset', 'liability', 'equity', 'income', 'expense'];
const accountType = fc.constantFrom(...elements.flatMap((name) => [name, `contra_${name}`]));

const created = fc.record({
  accountId: fc.uuid(),
  code: text,
  nameEnglish: text,
  nameGeorgian: text,
  type: accountType,
  normalBalance: fc.constantFrom('debit', 'credit', 'both'),
  parentAccountId: fc.option(fc.uuid()),
  isPostable: fc.boolean(),
  isMonetary: fc.boolean(),
  currency: fc.option(fc.constantFrom('USD', 'GEL')),
  ifrsLine: fc.option(text),
  metadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text, { maxKeys: 5 }),
});

const entry = fc
  .tuple(
    fc.record({
      accountId: fc.uuid(),
      accountCode: text,
      accountType,
      side: fc.constantFrom('debit', 'credit'),
      amount,
      currency: fc.constantFrom('GEL', 'USD', 'JPY', 'KWD'),
      exchangeRate: fc.constantFrom('1', '2.7125', '0.0000000001'),
      amountGel: amount,
    }),
    fc.record(
      {
        description: text,
        counterpartyTin: text,
        project: text,
        costCentre: text,
        documentReference: text,
        isConversionDifference: fc.constant(true),
      },
      optional,
    ),
  )
  .map(([said, more]) => ({ ...said, ...more }));

const posted = fc
  .tuple(
    fc.record({
      transactionId: fc.uuid(),
      transactionDate: fc.constantFrom('1995-10-02', '2026-11-22', '2028-02-29'),
      transactionType: fc.constantFrom(
        ...['standard', 'opening_balance', 'reversal', 'revaluation', 'year_end_closing'],
      ),
      description: text,
      entries: fc.array(entry, { minLength: 2, maxLength: 12 }),
      totalGel: amount,
      createdBy: text,
      postedBy: text,
    }),
    fc.record(
      {
        documentReference: text,
        lastEditedBy: text,
        approvedBy: text,
        reversalOf: fc.uuid(),
        importBatchId: text,
      },
      optional,
    ),
  )
  .map(([said, more]) => ({ ...said, ...more }));

describe('published JSON', () => {
  it('is that of proto3 and loses nothing, whatever was posted', () => {
    fc.assert(
      fc.property(posted, (data) => {
        const event = eventOf({ type: 'TransactionPosted', data } as unknown as Sample);

        expect(inDomainWords(received(event))).toEqual(data);
      }),
    );
  });

  it('is that of proto3 and loses nothing, whatever account was created', () => {
    fc.assert(
      fc.property(created, (data) => {
        const event = eventOf({ type: 'AccountCreated', data } as unknown as Sample);

        expect(inDomainWords(received(event))).toEqual(withoutNulls(data));
      }),
    );
  });
});
