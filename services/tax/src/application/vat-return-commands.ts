import type { Transaction } from '@accounting/database';
import type { EventStore, StreamId } from '@accounting/event-store';
import {
  AccountingDate,
  invariant,
  reject,
  type AccountingMonth,
  type CompanyId,
  type NewUuid,
} from '@accounting/kernel';
import { metadataOf, runCommand, type Answer, type RequestContext } from '@accounting/service-host';
import type { TaxLaw } from '../domain/tax-law';
import type {
  GenerateVatReturn,
  SubmitVatReturn,
  VatReturnCommand,
} from '../domain/vat-return/commands';
import { vatReturnDecider } from '../domain/vat-return/decide';
import { vatReturnErrors } from '../domain/vat-return/errors';
import type { VatReturn } from '../domain/vat-return/state';
import type {
  ReturnSubmissions,
  SubmissionReceipt,
  VatEntries,
  VatReturnVersions,
} from './vat-ports';
import { versionOf, type FindPresentReturn } from './vat-return-present';

/** What a command on a return answers. */
export interface VatReturnReceipt {
  readonly period: AccountingMonth;
  readonly version: number;
  readonly kind: 'original' | 'amended';
  readonly payable: string;
  readonly dueOn: AccountingDate;
  /** Once it was submitted. */
  readonly receiptNumber?: string;
}

interface OfVersion {
  readonly period: AccountingMonth;
  readonly version: number;
}

/** How a version is submitted. */
export type SubmissionInput = OfVersion &
  (
    | {
        readonly channel: 'by_hand';
        readonly receiptNumber: string;
        readonly submittedOn: AccountingDate;
      }
    | { readonly channel: 'revenue_service' }
  );

/** Generating and submitting the monthly VAT return. */
export interface VatReturnCommands {
  generate(
    context: RequestContext,
    input: { readonly period: AccountingMonth },
  ): Promise<Answer<VatReturnReceipt>>;
  submit(context: RequestContext, input: SubmissionInput): Promise<Answer<VatReturnReceipt>>;
}

interface Dependencies {
  readonly eventStore: EventStore<Transaction>;
  readonly newUuid: NewUuid;
  readonly law: TaxLaw;
  readonly entries: VatEntries;
  readonly versions: VatReturnVersions;
  readonly submissions: ReturnSubmissions;
  readonly findPresent: FindPresentReturn;
}

const streamOf = (period: AccountingMonth): StreamId => `vat-return-${period}`;

const receiptOf = (period: AccountingMonth, { latest, submitted }: VatReturn): VatReturnReceipt => {
  invariant(latest !== undefined, 'what was decided on has a version');
  const { version, kind, payable, dueOn } = latest;
  const isSubmitted = submitted?.version === version;
  return {
    ...{ period, version, kind, payable, dueOn },
    ...(isSubmitted && { receiptNumber: submitted.receiptNumber }),
  };
};

interface ToDecide {
  readonly period: AccountingMonth;
  /** The command, once it is known what was generated and submitted before. */
  readonly commandOn: (vatReturn: VatReturn) => VatReturnCommand | Promise<VatReturnCommand>;
  /** Rows to be written with the facts. */
  readonly alongside?: (transaction: Transaction) => Promise<void>;
}

const run = (
  dependencies: Dependencies,
  context: RequestContext,
  { period, commandOn, alongside }: ToDecide,
): Promise<Answer<VatReturnReceipt>> =>
  runCommand(dependencies, context, {
    aggregate: vatReturnDecider,
    streams: [{ streamId: streamOf(period) }],
    decide: async ([loaded]) => {
      const state = loaded?.state ?? vatReturnDecider.initialState();
      const events = vatReturnDecider.decide(await commandOn(state), state);
      const after = events.reduce(vatReturnDecider.evolve, state);
      return {
        events: [events],
        answer: () => receiptOf(period, after),
        ...(alongside && { alongside }),
      };
    },
  });

/** Hands a version in that would be accepted here; what would not is refused before. */
const handIn = async (
  { versions, submissions }: Dependencies,
  context: RequestContext,
  vatReturn: VatReturn,
  commandWith: (receipt: SubmissionReceipt) => SubmitVatReturn,
): Promise<SubmissionReceipt> => {
  const submittedOn = AccountingDate.ofInstant(context.now);
  const attempt = commandWith({ receiptNumber: 'expected', submittedOn });
  vatReturnDecider.decide(attempt, vatReturn);
  const { period } = attempt.data;
  const known = await versions.ofPeriod(context.companyId, period);
  return submissions.submit(context, versionOf(known, attempt.data));
};

/** Keeps the entries behind a version; what came in since it was decided on makes it outdated. */
const keepEntries =
  (entries: VatEntries, companyId: CompanyId, version: OfVersion, decidedOn: string) =>
  async (transaction: Transaction): Promise<void> => {
    const kept = await entries.keepAsSubmitted(transaction, companyId, version);
    if (kept !== decidedOn) throw reject(vatReturnErrors.outdated, { ...version });
  };

/** The commands on the parts given. */
export const createVatReturnCommands = (dependencies: Dependencies): VatReturnCommands => ({
  generate: async (context, { period }) => {
    const { law, findPresent } = dependencies;
    const { figures, entriesDigest } = await findPresent(context.companyId, period);
    const { dueOn } = law.duties.vatReturnOf(period, law.workingDays);
    const form = law.vatReturnForms.of(period).id;
    const commandOn = (): GenerateVatReturn => ({
      type: 'GenerateVatReturn',
      data: { ...figures, period, form, ruleSet: law.rules.version, dueOn, entriesDigest },
      metadata: metadataOf(context),
    });
    return run(dependencies, context, { period, commandOn });
  },

  submit: async (context, input) => {
    const { entries } = dependencies;
    const { companyId } = context;
    const { period, version, channel } = input;
    const { entriesDigest: currentDigest } = await entries.month(companyId, period);
    const commandWith = ({ receiptNumber, submittedOn }: SubmissionReceipt): SubmitVatReturn => ({
      type: 'SubmitVatReturn',
      data: { period, version, channel, currentDigest, receiptNumber, submittedOn },
      metadata: metadataOf(context),
    });
    const commandOn = async (vatReturn: VatReturn): Promise<SubmitVatReturn> =>
      commandWith(
        channel === 'by_hand' ? input : await handIn(dependencies, context, vatReturn, commandWith),
      );
    const alongside = keepEntries(entries, companyId, { period, version }, currentDigest);
    return run(dependencies, context, { period, commandOn, alongside });
  },
});
