import { AccountingMonth, type ActorId, type Instant, type Uuid } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import type { AssignVatTreatment } from '../../src/domain/vat-treatment/commands';
import { vatTreatmentDecider } from '../../src/domain/vat-treatment/decide';
import type { VatTreatmentAssigned } from '../../src/domain/vat-treatment/events';
import { taxLaw } from '../tax-law';

const { given } = DeciderSpecification.for(vatTreatmentDecider);
const transactionId = '01920000-0000-7000-8000-000000000009' as Uuid;
const period = AccountingMonth.of('2026-10');

const assign = (line: string): AssignVatTreatment => ({
  type: 'AssignVatTreatment',
  data: { transactionId, line },
  ...{ period, form: taxLaw.vatReturnForms.of(period) },
  metadata: { actorId: 'nino' as ActorId, now: '2026-11-02T08:00:00.000Z' as Instant },
});
const assigned = (line: string): VatTreatmentAssigned => ({
  type: 'VatTreatmentAssigned',
  data: { transactionId, line, assignedBy: 'nino' },
});

describe('turnover without VAT', () => {
  it.each(['I.9', 'I.14', 'I.14.1', 'I.14.3', 'out_of_scope'])('may be on line %s', (line) => {
    given([])
      .when(assign(line))
      .then([assigned(line)]);
  });

  it.each(['I.1', 'I.1.1', 'I.15', 'II.1', 'III.1', 'unclassified', 'I.99'])(
    'cannot be on line %s',
    (line) => {
      given([])
        .when(assign(line))
        .thenRejects('tax.vat_treatment_line_not_exempt', {
          field: 'line',
          details: { line, period, article: 'Tax Code, articles 170 to 172' },
        });
    },
  );

  it('may be moved, and stays where it is when it is said again', () => {
    given([assigned('I.14')])
      .when(assign('I.14.1'))
      .then([assigned('I.14.1')]);
    given([assigned('I.14')])
      .when(assign('I.14'))
      .thenNothing();
  });
});
