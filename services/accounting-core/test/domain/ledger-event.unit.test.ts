import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccountingDate, AccountingMonth, Currency, ExchangeRate, Money } from '@accounting/kernel';
import { accountDecider } from '../../src/domain/account/decide';
import type { AccountEvent } from '../../src/domain/account/events';
import { exchangeRateDecider } from '../../src/domain/exchange-rate/decide';
import { fiscalPeriodDecider } from '../../src/domain/fiscal-period/decide';
import { fiscalYearDecider } from '../../src/domain/fiscal-year/decide';
import { eventSchemaVersions, type LedgerEvent } from '../../src/domain/ledger-event';
import { ledgerSettingsDecider } from '../../src/domain/ledger-settings/decide';
import { transactionDecider } from '../../src/domain/transaction/decide';
import type { Entry, TransactionEvent } from '../../src/domain/transaction/events';

type Sample = LedgerEvent & { readonly schemaVersion: number };

const folder = join(__dirname, '..', 'samples');

/** What was recorded in each shape that ever was. Samples are added, never changed or removed. */
const samples = readdirSync(folder).map((file) => ({
  file,
  sample: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample,
}));

/** `TransactionPosted` in its first shape is `transaction-posted.v1.json`. */
const fileOf = (type: string, version: number): string =>
  `${type.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.v${version}.json`;

const sampleOf = <Type extends LedgerEvent['type']>(
  type: Type,
): Extract<LedgerEvent, { type: Type }> => {
  const isOfType = (sample: LedgerEvent): sample is Extract<LedgerEvent, { type: Type }> =>
    sample.type === type;
  const found = samples.map(({ sample }): LedgerEvent => sample).find(isOfType);
  if (found === undefined) throw new Error(`no sample of ${type}`);
  return found;
};

describe('the stored samples', () => {
  it('hold every type of fact in every version up to the present one', () => {
    const expected = Object.entries(eventSchemaVersions).flatMap(([type, latest]) =>
      Array.from({ length: latest }, (_, index) => fileOf(type, index + 1)),
    );
    expect(samples.map(({ file }) => file).toSorted()).toEqual(expected.toSorted());
  });

  it.each(samples)('$file is named after its type and version', ({ file, sample }) => {
    expect(file).toBe(fileOf(sample.type, sample.schemaVersion));
  });
});

describe('the state of an account', () => {
  it('is read from recorded facts', () => {
    const created = sampleOf('AccountCreated');
    const later: AccountEvent[] = [
      sampleOf('AccountRenamed'),
      sampleOf('AccountMoved'),
      sampleOf('AccountClassified'),
      sampleOf('AccountDeactivated'),
    ];
    const inactive = [created, ...later].reduce(
      accountDecider.evolve,
      accountDecider.initialState(),
    );
    expect(inactive).toEqual({
      ...created.data,
      nameEnglish: 'TBC Bank, dollars',
      nameGeorgian: 'თიბისი ბანკი, დოლარი',
      parentAccountId: null,
      currency: null,
      ifrsLine: null,
      metadata: {},
      status: 'inactive',
    });
    const active = accountDecider.evolve(inactive, sampleOf('AccountReactivated'));
    expect(active.status).toBe('active');
  });
});

describe('the state of a transaction', () => {
  const fold = (...events: TransactionEvent[]) =>
    events.reduce(transactionDecider.evolve, transactionDecider.initialState());
  const { createdBy, ...content } = sampleOf('TransactionDrafted').data;

  it('is read from recorded facts', () => {
    const written = { content, createdBy, lastEditedBy: 'user:nino' };
    const drafted = sampleOf('TransactionDrafted');
    expect(fold(drafted)).toEqual({ ...written, status: 'draft' });
    const revised = { ...written, lastEditedBy: 'user:eka' };
    const revisedDraft = [drafted, sampleOf('TransactionRevised')] as const;
    expect(fold(...revisedDraft)).toEqual({ ...revised, status: 'draft' });
    expect(fold(...revisedDraft, sampleOf('TransactionApproved'))).toEqual({
      ...revised,
      status: 'approved',
      approvedBy: 'user:mariam',
    });
    expect(fold(drafted, sampleOf('TransactionRejected')).status).toBe('rejected');
    expect(fold(sampleOf('TransactionPosted'))).toEqual({ ...written, status: 'posted' });
    const { type, data } = sampleOf('TransactionPosted');
    expect(fold({ type, data: { ...data, lastEditedBy: 'user:eka' } })).toEqual({
      ...revised,
      status: 'posted',
    });
    expect(fold(sampleOf('TransactionPosted'), sampleOf('TransactionReversed'))).toEqual({
      ...written,
      status: 'reversed',
      reversalTransactionId: sampleOf('TransactionReversed').data.reversalTransactionId,
    });
  });

  it('has entries whose text is amounts, rates and dates', () => {
    const readable = ({ amount, currency, exchangeRate, amountGel }: Entry): string =>
      [
        Money.of(amount, Currency.parse(currency)),
        ExchangeRate.of(exchangeRate),
        Money.of(amountGel),
      ].join(' ');
    expect(content.entries.map(readable)).toEqual([
      '1000.00 2.7125 2712.50',
      '2712.49 1 2712.49',
      '0.01 1 0.01',
    ]);
    expect(AccountingDate.parse(content.transactionDate)).toBe('2026-11-20');
  });
});

describe('the state of a fiscal period', () => {
  it('is read from recorded facts', () => {
    const types = [
      'FiscalPeriodClosed',
      'FiscalPeriodLocked',
      'FiscalPeriodUnlocked',
      'FiscalPeriodReopened',
    ] as const;
    const statuses = types.map((type) => {
      expect(AccountingMonth.parse(sampleOf(type).data.period)).toBe('2026-10');
      return fiscalPeriodDecider.evolve({ status: 'open' }, sampleOf(type)).status;
    });
    expect(statuses).toEqual(['closed', 'locked', 'closed', 'open']);
  });
});

describe('the state of a fiscal year', () => {
  it('is read from recorded facts', () => {
    const closed = fiscalYearDecider.evolve({ status: 'open' }, sampleOf('FiscalYearClosed'));
    expect(closed).toEqual({
      status: 'closed',
      closingTransactionId: sampleOf('FiscalYearClosed').data.closingTransactionId,
    });
    expect(fiscalYearDecider.evolve(closed, sampleOf('FiscalYearReopened'))).toEqual({
      status: 'open',
    });
  });
});

describe('the state of an exchange rate', () => {
  it('is read from recorded facts', () => {
    const state = exchangeRateDecider.evolve(
      exchangeRateDecider.initialState(),
      sampleOf('ExchangeRateRecorded'),
    );
    expect(state).toEqual({ status: 'known', rate: '0.017801', source: 'nbg' });
  });
});

describe('the settings of a ledger', () => {
  it('are read from recorded facts', () => {
    const { accounts, fourEyes } = sampleOf('LedgerSettingsChanged').data;
    const state = ledgerSettingsDecider.evolve(
      ledgerSettingsDecider.initialState(),
      sampleOf('LedgerSettingsChanged'),
    );
    expect(state).toEqual({ status: 'made', accounts, fourEyes });
  });
});
