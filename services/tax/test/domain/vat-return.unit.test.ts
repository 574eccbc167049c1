import { AccountingDate, AccountingMonth, type ActorId, type Instant } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import type { SubmitVatReturn, VatReturnCommand } from '../../src/domain/vat-return/commands';
import { vatReturnDecider } from '../../src/domain/vat-return/decide';
import type { VatReturnGenerated, VatReturnSubmitted } from '../../src/domain/vat-return/events';
import generatedSample from '../samples/vat-return-generated.v1.json';
import submittedSample from '../samples/vat-return-submitted.v1.json';

const { given } = DeciderSpecification.for(vatReturnDecider);
const generated = generatedSample as unknown as VatReturnGenerated;
const submitted = submittedSample as unknown as VatReturnSubmitted;
const first: VatReturnGenerated = { type: generated.type, data: generated.data };
const handedIn: VatReturnSubmitted = { type: submitted.type, data: submitted.data };
const { version: _version, kind: _kind, generatedBy: _by, ...figures } = first.data;
const actorId = first.data.generatedBy as ActorId;
const at = (day: string) => ({ actorId, now: `${day}T08:00:00.000Z` as Instant });

const generate = (change: Partial<typeof figures> = {}, day = '2026-04-02'): VatReturnCommand => ({
  type: 'GenerateVatReturn',
  data: { ...figures, ...change },
  metadata: at(day),
});

const submit = (
  change: Partial<SubmitVatReturn['data']> = {},
  day = '2026-04-20',
): VatReturnCommand => ({
  type: 'SubmitVatReturn',
  data: {
    period: AccountingMonth.of('2026-03'),
    version: 1,
    channel: 'by_hand',
    receiptNumber: handedIn.data.receiptNumber,
    submittedOn: AccountingDate.of('2026-04-14'),
    currentDigest: first.data.entriesDigest,
    ...change,
  },
  metadata: at(day),
});

const changed = { entriesDigest: 'another' };
const second: VatReturnGenerated = {
  type: 'VatReturnGenerated',
  data: { ...first.data, ...changed, version: 2 },
};
const amended: VatReturnGenerated = { ...second, data: { ...second.data, kind: 'amended' } };

describe('a VAT return', () => {
  it('is generated once its month is over', () => {
    given([]).when(generate()).then([first]);
    given([]).when(generate({}, '2026-04-01')).then([first]);
  });

  it.each(['2026-03-31', '2026-02-01'])('is not generated before: on %s', (day) => {
    given([])
      .when(generate({}, day))
      .thenRejects('tax.vat_return_period_not_over', {
        details: { period: '2026-03', article: 'Tax Code, article 168(1)' },
      });
  });

  it('is over when it is in Georgia', () => {
    const lateEvening = { actorId, now: '2026-03-31T20:00:00.000Z' as Instant };
    given([])
      .when({ ...generate(), metadata: lateEvening })
      .then([first]);
  });

  it('stays as it was generated while nothing changes', () => {
    given([first]).when(generate()).thenNothing();
  });

  it('has another version when its entries or the rules have changed', () => {
    given([first]).when(generate(changed)).then([second]);
    given([first])
      .when(generate({ ruleSet: 'later' }))
      .then([{ ...first, data: { ...first.data, ruleSet: 'later', version: 2 } }]);
  });

  it('is amended once it was submitted', () => {
    given([first, handedIn]).when(generate(changed)).then([amended]);
  });

  it('is not amended while nothing has changed since', () => {
    given([first, handedIn]).when(generate()).thenRejects('tax.vat_return_unchanged');
  });

  it('is submitted with the receipt', () => {
    given([first]).when(submit()).then([handedIn]);
  });

  it('replaces the one submitted before', () => {
    const again = { version: 2, currentDigest: 'another' };
    given([first, handedIn, amended])
      .when(submit(again))
      .then([
        {
          type: 'VatReturnSubmitted',
          data: { ...handedIn.data, version: 2, kind: 'amended', entriesDigest: 'another' },
        },
      ]);
  });

  it.each<[string, Partial<SubmitVatReturn['data']>, string]>([
    ['no receipt', { receiptNumber: '' }, 'tax.vat_return_receipt_number_invalid'],
    [
      'too long a receipt',
      { receiptNumber: 'x'.repeat(101) },
      'tax.vat_return_receipt_number_invalid',
    ],
    [
      'a day to come',
      { submittedOn: AccountingDate.of('2026-04-21') },
      'tax.vat_return_submitted_in_future',
    ],
    [
      'a day of its own month',
      { submittedOn: AccountingDate.of('2026-03-31') },
      'tax.vat_return_submitted_too_early',
    ],
    ['a version that never was', { version: 2 }, 'tax.vat_return_version_unknown'],
    ['entries that have changed', { currentDigest: 'another' }, 'tax.vat_return_outdated'],
  ])('is not submitted with %s', (_, change, code) => {
    given([first]).when(submit(change)).thenRejects(code);
  });

  it('knows no other commands and facts', () => {
    const stranger = { type: 'Unknown', data: {} } as never;
    expect(() => vatReturnDecider.decide(stranger, {})).toThrow('Unknown');
    expect(() => vatReturnDecider.evolve({}, stranger)).toThrow('Unknown');
  });

  it('is not submitted before it was generated, in an earlier version, or twice', () => {
    given([]).when(submit()).thenRejects('tax.vat_return_not_generated');
    given([first, second]).when(submit()).thenRejects('tax.vat_return_not_latest');
    given([first, handedIn]).when(submit()).thenRejects('tax.vat_return_already_submitted');
  });
});
