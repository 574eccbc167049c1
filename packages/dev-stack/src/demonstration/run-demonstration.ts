import { invariant } from '@accounting/kernel';
import type { Stack } from '../stack';
import { bookMonth, type BookingResult } from './book-month';
import { allPermissions, demonstration } from './company';
import { LedgerClient } from './ledger-client';
import { readTrialBalance, trialBalanceTable } from './trial-balance';

const asOf = '2026-11-30';
/** The longest that services accept. */
const tokenLifetimeSeconds = 24 * 60 * 60;

/** A token of the demonstration company with every permission, for a day. */
export const demonstrationToken = (stack: Stack): string =>
  stack.signToken({
    actorId: demonstration.chiefAccountant,
    companyId: demonstration.companyId,
    permissions: allPermissions,
    lifetimeSeconds: tokenLifetimeSeconds,
  });

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
 * about what was done and the trial balance as a table. Each step that is booked now is reported.
 * Throws when the ledger refuses a step or the trial balance does not balance.
 */
export const runDemonstration = async (
  stack: Stack,
  report: (sentence: string) => void,
): Promise<readonly string[]> => {
  const ledger = stack.services.find(({ name }) => name === 'accounting-core');
  invariant(ledger !== undefined, 'the stack runs accounting-core');
  const chiefAccountant = new LedgerClient(ledger.httpUrl, demonstrationToken(stack));
  const accountant = new LedgerClient(
    ledger.httpUrl,
    stack.signToken({
      actorId: demonstration.accountant,
      companyId: demonstration.companyId,
      permissions: ['accounts:read', 'transactions:read', 'transactions:write'],
      lifetimeSeconds: tokenLifetimeSeconds,
    }),
  );
  const outcome = await bookMonth({ accountant, chiefAccountant }, report);
  const trialBalance = await readTrialBalance(chiefAccountant, asOf);
  return [
    outcomeOf(outcome),
    '',
    `Trial balance as of ${asOf}`,
    ...trialBalanceTable(trialBalance),
  ];
};
