import {
  AccountingDate,
  AccountingMonth,
  exhaustive,
  reject,
  type Decider,
} from '@accounting/kernel';
import { parseBookableDate } from '../accounting-date-range';
import { isPrintableText, textLengthMax } from '../printable-text';
import type {
  CloseFiscalPeriod,
  FiscalPeriodCommand,
  LockFiscalPeriod,
  ReopenFiscalPeriod,
  UnlockFiscalPeriod,
} from './commands';
import { errors } from './errors';
import type {
  FiscalPeriodClosed,
  FiscalPeriodEvent,
  FiscalPeriodLocked,
  FiscalPeriodReopened,
  FiscalPeriodUnlocked,
} from './events';
import { evolve, initialState, type FiscalPeriod } from './state';

const decide = (
  command: FiscalPeriodCommand,
  period: FiscalPeriod,
): readonly FiscalPeriodEvent[] => {
  switch (command.type) {
    case 'CloseFiscalPeriod':
      return [closePeriod(command, period)];
    case 'LockFiscalPeriod':
      return [lockPeriod(command, period)];
    case 'UnlockFiscalPeriod':
      return [unlockPeriod(command, period)];
    case 'ReopenFiscalPeriod':
      return [reopenPeriod(command, period)];
    default:
      return exhaustive(command);
  }
};

export const fiscalPeriodDecider: Decider<FiscalPeriodCommand, FiscalPeriodEvent, FiscalPeriod> = {
  initialState,
  decide,
  evolve,
};

const requireNotLocked = ({ data }: FiscalPeriodCommand, { status }: FiscalPeriod): void => {
  if (status !== 'locked') return;
  const { period } = data;
  throw reject(
    errors.locked,
    { period },
    `The fiscal period ${period} is locked; unlock it first, or reopen the year ` +
      `${period.slice(0, 4)} if that is closed.`,
  );
};

/** The months before the lari, of its first year, are closed with that year. */
const firstPeriod = AccountingMonth.of('1995-01');

/** Only a month that can be booked in: any other is mistyped, and closing it would bar nothing. */
const requireBookable = ({ data: { period }, metadata }: CloseFiscalPeriod): void => {
  if (period < firstPeriod) throw reject(errors.tooEarly, { field: 'period', period });
  if (parseBookableDate(AccountingMonth.firstDay(period), metadata.now) !== 'too_late') return;
  throw reject(errors.tooLate, { field: 'period', period });
};

const closePeriod = (command: CloseFiscalPeriod, period: FiscalPeriod): FiscalPeriodClosed => {
  const { data, metadata } = command;
  requireBookable(command);
  requireNotLocked(command, period);
  if (period.status === 'closed') {
    throw reject(
      errors.closed,
      { period: data.period },
      `The fiscal period ${data.period} is closed already.`,
    );
  }
  return {
    type: 'FiscalPeriodClosed',
    data: { period: data.period, closedBy: metadata.actorId },
  };
};

const requireClosed = ({ data }: FiscalPeriodCommand, { status }: FiscalPeriod): void => {
  if (status === 'closed') return;
  throw reject(
    errors.notClosed,
    { period: data.period },
    `The fiscal period ${data.period} is not closed.`,
  );
};

const lockPeriod = (command: LockFiscalPeriod, period: FiscalPeriod): FiscalPeriodLocked => {
  const { data, metadata } = command;
  requireNotLocked(command, period);
  requireClosed(command, period);
  return { type: 'FiscalPeriodLocked', data: { period: data.period, lockedBy: metadata.actorId } };
};

const requireReason = (reason: string): void => {
  if (isPrintableText(reason, textLengthMax.reason)) return;
  throw reject(errors.reasonInvalid, { field: 'reason' });
};

const unlockPeriod = (
  { data, metadata, ledger }: UnlockFiscalPeriod,
  { status }: FiscalPeriod,
): FiscalPeriodUnlocked => {
  const { period, reason } = data;
  requireReason(reason);
  const year = AccountingDate.yearOf(AccountingMonth.firstDay(period));
  if (ledger.closedYears.includes(year)) {
    throw reject(
      errors.yearClosed,
      { period, year },
      `The fiscal period ${period} is locked because the year ${year} is closed; reopen the year.`,
    );
  }
  if (status !== 'locked') {
    throw reject(errors.notLocked, { period }, `The fiscal period ${period} is not locked.`);
  }
  return {
    type: 'FiscalPeriodUnlocked',
    data: { period, unlockedBy: metadata.actorId, reason },
  };
};

const reopenPeriod = (command: ReopenFiscalPeriod, period: FiscalPeriod): FiscalPeriodReopened => {
  const { data, metadata } = command;
  requireReason(data.reason);
  requireNotLocked(command, period);
  requireClosed(command, period);
  return {
    type: 'FiscalPeriodReopened',
    data: { period: data.period, reopenedBy: metadata.actorId, reason: data.reason },
  };
};
