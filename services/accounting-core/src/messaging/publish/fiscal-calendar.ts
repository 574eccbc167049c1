import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { publication, type LedgerFacts } from './publication';

export const fiscalCalendarPublications = {
  FiscalPeriodClosed: publication(
    'fiscal-period',
    v1.FiscalPeriodClosedSchema,
    ({ period, closedBy }: LedgerFacts['FiscalPeriodClosed']) => ({ period, closedBy }),
  ),
  FiscalPeriodLocked: publication(
    'fiscal-period',
    v1.FiscalPeriodLockedSchema,
    ({ period, lockedBy }: LedgerFacts['FiscalPeriodLocked']) => ({ period, lockedBy }),
  ),
  FiscalPeriodUnlocked: publication(
    'fiscal-period',
    v1.FiscalPeriodUnlockedSchema,
    ({ period, unlockedBy, reason }: LedgerFacts['FiscalPeriodUnlocked']) => ({
      period,
      unlockedBy,
      reason,
    }),
  ),
  FiscalPeriodReopened: publication(
    'fiscal-period',
    v1.FiscalPeriodReopenedSchema,
    ({ period, reopenedBy, reason }: LedgerFacts['FiscalPeriodReopened']) => ({
      period,
      reopenedBy,
      reason,
    }),
  ),
  FiscalYearClosed: publication(
    'fiscal-year',
    v1.FiscalYearClosedSchema,
    ({ year, closedBy, closingTransactionId, profitGel }: LedgerFacts['FiscalYearClosed']) => ({
      year,
      closedBy,
      ...(closingTransactionId !== undefined && { closingTransactionId }),
      profitGel,
    }),
  ),
  FiscalYearReopened: publication(
    'fiscal-year',
    v1.FiscalYearReopenedSchema,
    ({ year, reopenedBy, reason, reversalTransactionId }: LedgerFacts['FiscalYearReopened']) => ({
      year,
      reopenedBy,
      reason,
      ...(reversalTransactionId !== undefined && { reversalTransactionId }),
    }),
  ),
};
