import type { AccountingMonth } from '@accounting/kernel';

/**
 * A month nobody closed is open: periods appear by themselves. A closed one can be reopened by
 * those who may; a locked one (its year is closed, or it was reported) only through reopening the
 * year.
 */
export type FiscalPeriodStatus = 'open' | 'closed' | 'locked';

export interface FiscalPeriodClosed {
  readonly type: 'FiscalPeriodClosed';
  readonly data: { readonly period: AccountingMonth; readonly closedBy: string };
}

export interface FiscalPeriodLocked {
  readonly type: 'FiscalPeriodLocked';
  readonly data: { readonly period: AccountingMonth; readonly lockedBy: string };
}

export interface FiscalPeriodReopened {
  readonly type: 'FiscalPeriodReopened';
  readonly data: {
    readonly period: AccountingMonth;
    readonly reopenedBy: string;
    readonly reason: string;
  };
}

export type FiscalPeriodEvent = FiscalPeriodClosed | FiscalPeriodLocked | FiscalPeriodReopened;
