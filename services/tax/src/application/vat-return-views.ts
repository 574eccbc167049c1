import { AccountingMonth, Money, type AccountingDate } from '@accounting/kernel';
import { lateReturnFine } from '../domain/late-payment/fines';
import { interestOn } from '../domain/late-payment/interest';
import type { AppliedRule, LocalizedText } from '../domain/rule-set/rule';
import type { TaxLaw } from '../domain/tax-law';
import type { FigureChanges, LineChange } from '../domain/vat-return/compare';
import type { GeneratedFigures, GeneratedLine } from '../domain/vat-return/events';
import type { LineTaxation, ReturnPart } from '../domain/vat-return/return-form';
import type { VatReturnVersion } from './vat-ports';

/** How a line is printed. */
interface PrintedLine {
  readonly part: ReturnPart;
  readonly code: string;
  readonly taxation: LineTaxation;
  readonly name: LocalizedText;
  readonly article?: string | undefined;
}

/** The figures of a return with the names of its lines. */
export interface FiguresView extends Omit<GeneratedFigures, 'lines'> {
  readonly lines: readonly (GeneratedLine & PrintedLine)[];
}

/** Where the return of a month stands. */
export type VatReturnStatus =
  /** The month is not over. */
  | 'not_over'
  /** Not submitted, and not late. */
  | 'due'
  | 'overdue'
  | 'submitted'
  /** Submitted, and entries have changed since: it needs an amended return. */
  | 'changed_since_submission';

/** What being late costs, if it ends today or ended with the submission. */
export interface LatenessView {
  /** Day until which it is counted. */
  readonly until: AccountingDate;
  readonly days: number;
  readonly fine: string;
  /** If the tax is paid on that day. */
  readonly interest: string;
  readonly rules: readonly AppliedRule[];
}

/** A version of a return with the names of its lines. */
export type ReturnVersionView = Omit<VatReturnVersion, 'figures'> & FiguresView;

/** The return of a month as it would be filed now. */
export interface CurrentReturnView extends FiguresView {
  readonly period: AccountingMonth;
  readonly status: VatReturnStatus;
  readonly form: string;
  readonly ruleSet: string;
  readonly dueOn: AccountingDate;
  readonly rules: readonly AppliedRule[];
  readonly latestVersion?: number;
  readonly submittedVersion?: number;
  readonly lateness?: LatenessView;
}

/** What changed between two versions, with the names of the lines. */
export interface ComparisonView extends Omit<FigureChanges, 'lines'> {
  readonly period: AccountingMonth;
  readonly from: number;
  /** Left out where the comparison is with what the return would be now. */
  readonly to?: number;
  readonly lines: readonly (LineChange & PrintedLine)[];
}

const printed = <Line extends { readonly id: string }>(
  { vatReturnForms }: TaxLaw,
  period: AccountingMonth,
  lines: readonly Line[],
): readonly (Line & PrintedLine)[] => {
  const form = new Map(vatReturnForms.of(period).lines.map(({ id, ...line }) => [id, line]));
  return lines.flatMap((line) => {
    const onForm = form.get(line.id);
    return onForm === undefined ? [] : [{ ...line, ...onForm }];
  });
};

/** A version with the names of its lines. */
export const versionView = (
  law: TaxLaw,
  { figures, ...version }: VatReturnVersion,
): ReturnVersionView => ({
  ...version,
  ...figures,
  lines: printed(law, version.period, figures.lines),
});

/** Changes with the names of the lines. */
export const comparisonView = (
  law: TaxLaw,
  compared: {
    readonly period: AccountingMonth;
    readonly from: number;
    readonly to?: number | undefined;
    readonly changes: FigureChanges;
  },
): ComparisonView => ({
  ...compared.changes,
  period: compared.period,
  from: compared.from,
  ...(compared.to !== undefined && { to: compared.to }),
  lines: printed(law, compared.period, compared.changes.lines),
});

/** What is known of a month's return. */
interface Known {
  readonly period: AccountingMonth;
  readonly figures: GeneratedFigures;
  readonly entriesDigest: string;
  readonly versions: readonly VatReturnVersion[];
  readonly today: AccountingDate;
}

const statusOf = (
  { period, entriesDigest, today }: Known,
  submitted: VatReturnVersion | undefined,
  dueOn: AccountingDate,
): VatReturnStatus => {
  if (submitted !== undefined) {
    return submitted.entriesDigest === entriesDigest ? 'submitted' : 'changed_since_submission';
  }
  if (today <= AccountingMonth.lastDay(period)) return 'not_over';
  return today <= dueOn ? 'due' : 'overdue';
};

/** Of the first submission, since an amended return has no due date of its own. */
const latenessOf = (
  law: TaxLaw,
  { figures, versions, today }: Known,
  dueOn: AccountingDate,
): LatenessView | undefined => {
  const first = versions.find(({ submission }) => submission !== undefined);
  const until = first?.submission?.submittedOn ?? today;
  if (until <= dueOn) return undefined;
  const payable = Money.of(first?.figures.payable ?? figures.payable);
  const owed = payable.isPositive() ? payable : Money.zero();
  const fine = lateReturnFine(law.rules, owed, { dueOn, filedOn: until });
  const interest = interestOn(law.rules, owed, { dueOn, paidOn: until });
  return {
    until,
    days: interest.days,
    fine: fine.amount.toString(),
    interest: interest.amount.toString(),
    rules: [...fine.rules, ...interest.rules],
  };
};

/** The return of a month as it would be filed now, with where it stands. */
export const currentReturnView = (law: TaxLaw, known: Known): CurrentReturnView => {
  const { period, figures, versions } = known;
  const { dueOn, rule } = law.duties.vatReturnOf(period, law.workingDays);
  const submitted = versions.findLast(({ submission }) => submission !== undefined);
  const latest = versions.at(-1);
  const lateness = latenessOf(law, known, dueOn);
  return {
    period,
    status: statusOf(known, submitted, dueOn),
    form: law.vatReturnForms.of(period).id,
    ruleSet: law.rules.version,
    dueOn,
    rules: [law.rules.rate('vat.standard_rate', AccountingMonth.lastDay(period)).rule, rule],
    ...figures,
    lines: printed(law, period, figures.lines),
    ...(latest && { latestVersion: latest.version }),
    ...(submitted && { submittedVersion: submitted.version }),
    ...(lateness && { lateness }),
  };
};
