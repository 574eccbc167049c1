import type { Stack } from '../stack';
import { bookMonth, type BookingResult } from './book-month';
import { signInBookkeepers } from './bookkeepers';
import { demonstration } from './company';
import { readTrialBalance, trialBalanceTable } from './trial-balance';
import { readVatReturn, vatReturnTable } from './vat-return';

const asOf = '2026-11-30';
const period = '2026-11';
/** Three sales, seven of local input VAT with one taken back, and one import. */
const vatEntryCount = 11;
const stepsOf = (count: number): string => (count === 1 ? '1 step' : `${count} steps`);

const outcomeOf = ({ booked, replayed }: BookingResult): string => {
  const month = `November 2026 of ${demonstration.companyName}`;
  if (replayed === 0) return `${month} is booked: ${stepsOf(booked)} over HTTP.`;
  if (booked === 0) return `${month} was booked before: ${stepsOf(replayed)} recognised.`;
  return (
    `${month} is booked: ${stepsOf(booked)} over HTTP, after ${stepsOf(replayed)} that an ` +
    'interrupted start had booked.'
  );
};

/**
 * Books the demonstration month, unless an earlier start did, and returns what to show: a sentence
 * about what was done, the trial balance and the VAT return as tables. Each step that is booked now
 * is reported. Throws when the ledger refuses a step or the trial balance does not balance.
 */
export const runDemonstration = async (
  stack: Stack,
  report: (sentence: string) => void,
): Promise<readonly string[]> => {
  const bookkeepers = await signInBookkeepers(stack);
  const outcome = await bookMonth(bookkeepers, report);
  const trialBalance = await readTrialBalance(bookkeepers.chiefAccountant, asOf);
  const vatReturn = await readVatReturn(bookkeepers.chiefAccountant, period, vatEntryCount);
  return [
    outcomeOf(outcome),
    '',
    `Trial balance as of ${asOf}`,
    ...trialBalanceTable(trialBalance),
    '',
    'What the tax service has made of it',
    ...vatReturnTable(vatReturn),
  ];
};
