import { reject, type Decider } from '@accounting/kernel';
import type { AssignVatTreatment, VatTreatmentCommand } from './commands';
import { vatTreatmentErrors } from './errors';
import type { VatTreatmentEvent } from './events';
import { evolve, initialState, type VatTreatment } from './state';

/** Turnover that Georgian VAT does not reach, such as a service supplied abroad; in no line. */
const outOfScope = 'out_of_scope';

const requireExempt = ({ data: { line }, form, period }: AssignVatTreatment): void => {
  const taxation = form.lines.find(({ id }) => id === line)?.taxation;
  if (line === outOfScope) return;
  if (taxation === 'exempt_with_credit' || taxation === 'exempt_without_credit') return;
  throw reject(vatTreatmentErrors.lineNotExempt, {
    ...{ field: 'line', line, period, article: 'Tax Code, articles 170 to 172' },
  });
};

const assign = (
  command: AssignVatTreatment,
  { line: present }: VatTreatment,
): readonly VatTreatmentEvent[] => {
  requireExempt(command);
  const { data, metadata } = command;
  if (data.line === present) return [];
  return [{ type: 'VatTreatmentAssigned', data: { ...data, assignedBy: metadata.actorId } }];
};

/** With a second command, `decide` becomes a switch over its type that ends in `exhaustive`. */
export const vatTreatmentDecider: Decider<VatTreatmentCommand, VatTreatmentEvent, VatTreatment> = {
  initialState,
  decide: assign,
  evolve,
};
