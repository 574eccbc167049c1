import { taxV1 as v1 } from '@accounting/contracts';
import { publication, publisherOf, topicsOf, type Publications } from '@accounting/messaging';
import { eventSchemaVersions, type TaxEvent } from '../domain/tax-event';
import type {
  GeneratedLine,
  SubmissionChannel,
  VatReturnGenerated,
  VatReturnSubmitted,
} from '../domain/vat-return/events';
import type { VatTreatmentAssigned } from '../domain/vat-treatment/events';

const kinds: Readonly<Record<'original' | 'amended', v1.VatReturnKindJson>> = {
  original: 'VAT_RETURN_KIND_ORIGINAL',
  amended: 'VAT_RETURN_KIND_AMENDED',
};

const channels: Readonly<Record<SubmissionChannel, v1.SubmissionChannelJson>> = {
  by_hand: 'SUBMISSION_CHANNEL_BY_HAND',
  revenue_service: 'SUBMISSION_CHANNEL_REVENUE_SERVICE',
};

const lineOf = (line: GeneratedLine) => ({ ...line });

const generatedOf = ({ kind, lines, ...data }: VatReturnGenerated['data']) => ({
  ...data,
  kind: kinds[kind],
  lines: lines.map(lineOf),
});

const submittedOf = ({ kind, channel, ...data }: VatReturnSubmitted['data']) => ({
  ...data,
  kind: kinds[kind],
  channel: channels[channel],
});

/** Every fact is published: audit keeps all of them, and people are told of some. */
const publications: Publications<TaxEvent> = {
  VatReturnGenerated: publication('tax.vat-return', v1.VatReturnGeneratedSchema, generatedOf),
  VatReturnSubmitted: publication('tax.vat-return', v1.VatReturnSubmittedSchema, submittedOf),
  VatTreatmentAssigned: publication(
    'tax.vat-treatment',
    v1.VatTreatmentAssignedSchema,
    (data: VatTreatmentAssigned['data']) => data,
  ),
};

/** Where the facts go. */
export const topics = topicsOf(publications);

/** A fact of this service as the other services see it. */
export const publish = publisherOf('tax', publications, eventSchemaVersions);
