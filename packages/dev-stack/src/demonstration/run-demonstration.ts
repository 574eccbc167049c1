import { invariant } from '@accounting/kernel';
import type { Stack } from '../stack';
import { bookMonth } from './book-month';
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

/**
 * Books the demonstration month, unless an earlier start did, and returns what to show: a sentence
 * about what was done and the trial balance as a table. Throws when the ledger refuses a step or
 * the trial balance does not balance.
 */
export const runDemonstration = async (stack: Stack): Promise<readonly string[]> => {
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
  const { booked, replayed } = await bookMonth({ accountant, chiefAccountant });
  const trialBalance = await readTrialBalance(chiefAccountant, asOf);
  return [
    replayed === 0
      ? `November 2026 of ${demonstration.companyName} is booked: ${booked} steps over HTTP.`
      : `November 2026 of ${demonstration.companyName} was booked before: ` +
        `${replayed} steps recognised, ${booked} new.`,
    '',
    `Trial balance as of ${asOf}`,
    ...trialBalanceTable(trialBalance),
  ];
};
