import { exhaustive } from '@accounting/kernel';
import type { ApiAnswer, ApiClient } from './api-client';
import { dollarRates, month, type Step } from './month';
import { plannedId, type PlannedTransaction } from './planned';

export interface Bookkeepers {
  readonly accountant: ApiClient;
  readonly chiefAccountant: ApiClient;
}

/** How many steps were carried out now, and how many had been by an earlier start. */
export interface BookingResult {
  readonly booked: number;
  readonly replayed: number;
}

const keyOf = (step: string): string => `demonstration-${step}`;

const bodyOf = ({ key, ...content }: PlannedTransaction): unknown => ({
  transactionId: plannedId(key),
  ...content,
});

const draftAndApprove = async (
  transaction: PlannedTransaction,
  { accountant, chiefAccountant }: Bookkeepers,
): Promise<ApiAnswer> => {
  const { key } = transaction;
  const path = `/transactions/${plannedId(key)}`;
  await accountant.post('/transactions', keyOf(`${key}-draft`), bodyOf(transaction));
  await chiefAccountant.post(`${path}/approve`, keyOf(`${key}-approve`));
  return chiefAccountant.post(`${path}/post`, keyOf(`${key}-post`));
};

const carryOut = (step: Step, bookkeepers: Bookkeepers): Promise<ApiAnswer> => {
  const { chiefAccountant } = bookkeepers;
  switch (step.type) {
    case 'post':
      return chiefAccountant.post(
        '/transactions/post',
        keyOf(step.transaction.key),
        bodyOf(step.transaction),
      );
    case 'draft-and-approve':
      return draftAndApprove(step.transaction, bookkeepers);
    case 'reverse':
      return chiefAccountant.post(
        `/transactions/${plannedId(step.reversedKey)}/reverse`,
        keyOf(step.key),
        {
          reversalTransactionId: plannedId(step.key),
          reversalDate: step.reversalDate,
          reason: step.reason,
        },
      );
    case 'revalue':
      return chiefAccountant.post('/balances/revaluations', keyOf(step.key), { date: step.date });
    case 'close':
      return chiefAccountant.post(`/fiscal-periods/${step.period}/close`, keyOf(step.key));
    default:
      return exhaustive(step);
  }
};

/** What a step does, for a person who watches: its day and what happened. */
const sentenceOf = (step: Step): string => {
  switch (step.type) {
    case 'post':
      return `${step.transaction.transactionDate}  ${step.transaction.description}`;
    case 'draft-and-approve':
      return (
        `${step.transaction.transactionDate}  ${step.transaction.description} ` +
        '(drafted by one, approved by another)'
      );
    case 'reverse':
      return `${step.reversalDate}  Reversal: ${step.reason}`;
    case 'revalue':
      return `${step.date}  Foreign currency is revalued`;
    case 'close':
      return `${step.period}     The month is closed`;
    default:
      return exhaustive(step);
  }
};

/**
 * Books the demonstration month through the HTTP API, one request after the other as a person
 * would, and tells of each step that was not done before. Every step has an idempotency key, so
 * doing it again changes nothing.
 */
export const bookMonth = async (
  bookkeepers: Bookkeepers,
  report: (sentence: string) => void,
): Promise<BookingResult> => {
  const { chiefAccountant } = bookkeepers;
  const chart = await chiefAccountant.post('/accounts/chart', keyOf('chart'));
  for (const { date, rate } of dollarRates) {
    await chiefAccountant.put(`/exchange-rates/USD/${date}`, { rate, source: 'demonstration' });
  }
  const answers = [chart];
  for (const step of month) {
    const answer = await carryOut(step, bookkeepers);
    if (!answer.replayed) report(sentenceOf(step));
    answers.push(answer);
  }
  const replayed = answers.filter((answer) => answer.replayed).length;
  return { booked: answers.length - replayed, replayed };
};
