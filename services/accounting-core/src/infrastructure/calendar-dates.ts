import { AccountingDate } from '@accounting/kernel';

/** Prisma hands over a DATE as midnight UTC. */
export const toAccountingDate = (date: Date): AccountingDate =>
  AccountingDate.of(date.toISOString().slice(0, 10));

export const toCalendarDate = (date: AccountingDate): Date => new Date(`${date}T00:00:00.000Z`);
