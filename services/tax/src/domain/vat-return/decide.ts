import {
  AccountingDate,
  AccountingMonth,
  exhaustive,
  isPrintableLine,
  reject,
  type Decider,
} from '@accounting/kernel';
import type { GenerateVatReturn, SubmitVatReturn, VatReturnCommand } from './commands';
import { vatReturnArticles, vatReturnErrors } from './errors';
import type { VatReturnEvent, VatReturnGenerated, VatReturnSubmitted } from './events';
import { evolve, initialState, type VatReturn } from './state';

const receiptNumberLengthMax = 100;

const generate = (
  { data, metadata }: GenerateVatReturn,
  { latest, submitted }: VatReturn,
): readonly VatReturnGenerated[] => {
  const { period, entriesDigest } = data;
  if (AccountingDate.ofInstant(metadata.now) <= AccountingMonth.lastDay(period)) {
    throw reject(vatReturnErrors.periodNotOver, { period, article: vatReturnArticles.period });
  }
  if (latest?.entriesDigest === entriesDigest && latest.ruleSet === data.ruleSet) {
    if (latest.version !== submitted?.version) return [];
    throw reject(vatReturnErrors.unchanged, { period, article: vatReturnArticles.amendment });
  }
  const version = (latest?.version ?? 0) + 1;
  const kind = submitted === undefined ? 'original' : 'amended';
  const generatedBy = metadata.actorId;
  return [{ type: 'VatReturnGenerated', data: { ...data, version, kind, generatedBy } }];
};

const requireSensible = ({ data, metadata }: SubmitVatReturn): void => {
  const { period, receiptNumber, submittedOn } = data;
  if (!isPrintableLine(receiptNumber, receiptNumberLengthMax)) {
    throw reject(vatReturnErrors.receiptNumberInvalid, { field: 'receiptNumber' });
  }
  if (submittedOn > AccountingDate.ofInstant(metadata.now)) {
    throw reject(vatReturnErrors.submittedInFuture, { field: 'submittedOn', submittedOn });
  }
  if (submittedOn <= AccountingMonth.lastDay(period)) {
    throw reject(vatReturnErrors.submittedTooEarly, { field: 'submittedOn', submittedOn });
  }
};

const submit = (command: SubmitVatReturn, vatReturn: VatReturn): readonly VatReturnSubmitted[] => {
  requireSensible(command);
  const { period, version, currentDigest, ...submission } = command.data;
  const { latest, submitted } = vatReturn;
  if (latest === undefined) throw reject(vatReturnErrors.notGenerated, { period });
  if (version > latest.version) throw reject(vatReturnErrors.versionUnknown, { period, version });
  if (version < latest.version) {
    throw reject(vatReturnErrors.notLatest, { period, version, latest: latest.version });
  }
  if (submitted?.version === version) {
    throw reject(vatReturnErrors.alreadySubmitted, { period, version });
  }
  if (latest.entriesDigest !== currentDigest) {
    throw reject(vatReturnErrors.outdated, { period, version });
  }
  const { kind, dueOn, payable, entriesDigest } = latest;
  const submittedBy = command.metadata.actorId;
  const of = { period, version, kind, dueOn, payable, entriesDigest };
  return [{ type: 'VatReturnSubmitted', data: { ...of, ...submission, submittedBy } }];
};

const decide = (command: VatReturnCommand, vatReturn: VatReturn): readonly VatReturnEvent[] => {
  switch (command.type) {
    case 'GenerateVatReturn':
      return generate(command, vatReturn);
    case 'SubmitVatReturn':
      return submit(command, vatReturn);
    default:
      return exhaustive(command);
  }
};

/** Decides on the VAT return of one month. */
export const vatReturnDecider: Decider<VatReturnCommand, VatReturnEvent, VatReturn> = {
  initialState,
  decide,
  evolve,
};
