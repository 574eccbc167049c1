import type { AccountingMonth } from '@accounting/kernel';

/**
 * A month nobody closed is open: periods appear by themselves. A closed one can be reopened by
 * those who may. A locked one (its year is closed, or it was reported) has to be unlocked first, or
 * its year reopened.
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

/** A lock was taken back, by itself or with the closing of its year; the month is closed. */
export interface FiscalPeriodUnlocked {
  readonly type: 'FiscalPeriodUnlocked';
  readonly data: {
    readonly period: AccountingMonth;
    readonly unlockedBy: string;
    readonly reason: string;
  };
}

export interface FiscalPeriodReopened {
  readonly type: 'FiscalPeriodReopened';
  readonly data: {
    readonly period: AccountingMonth;
    readonly reopenedBy: string;
    readonly reason: string;
  };
}

export type FiscalPeriodEvent =
  FiscalPeriodClosed | FiscalPeriodLocked | FiscalPeriodUnlocked | FiscalPeriodReopened;
