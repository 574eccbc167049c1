import type { LedgerSettingsReader } from '../application/ports';
import type { AccountId } from '../domain/account/account-id';
import type { PlainTableReader } from './plain-tables.prisma';

export const createLedgerSettingsReader = (
  plainTables: PlainTableReader,
): LedgerSettingsReader => ({
  find: (companyId) =>
    plainTables.read(companyId, async (tables) => {
      const row = await tables.ledgerSettings.findFirst({ where: { companyId } });
      if (row === null) return undefined;
      return {
        accounts: {
          conversionDifference: row.conversionDifferenceAccountId as AccountId,
          exchangeGain: row.exchangeGainAccountId as AccountId,
          exchangeLoss: row.exchangeLossAccountId as AccountId,
          retainedEarnings: row.retainedEarningsAccountId as AccountId,
        },
        fourEyes: row.fourEyesRequired
          ? { required: true }
          : { required: false, reason: row.fourEyesWaiverReason ?? '' },
        version: row.version,
      };
    }),
});
