import type { Transaction } from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import { type CommandContext } from '@accounting/service-host';
import type { Sessions } from './user-ports';

/**
 * Ends what these people have opened in the company, alongside the facts that change what they may
 * do there. Each in turn, in one order, so that two such changes do not wait for each other.
 */
export const endingAccess =
  (
    sessions: Sessions,
    { companyId, now }: Pick<CommandContext, 'companyId' | 'now'>,
    userIds: readonly Uuid[],
  ) =>
  async (transaction: Transaction): Promise<void> => {
    for (const userId of [...userIds].sort()) {
      await sessions.endOf(transaction, { userId, companyId }, now);
    }
  };
