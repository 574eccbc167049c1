import { exhaustive, reject, type Decider } from '@accounting/kernel';
import { isPrintableText, textLengthMax } from '../printable-text';
import type {
  CloseFiscalPeriod,
  FiscalPeriodCommand,
  LockFiscalPeriod,
  ReopenFiscalPeriod,
} from './commands';
import { errors } from './errors';
import type {
  FiscalPeriodClosed,
  FiscalPeriodEvent,
  FiscalPeriodLocked,
  FiscalPeriodReopened,
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
    `The fiscal period ${period} is locked; only reopening the year ${period.slice(0, 4)} ` +
      'changes it.',
  );
};

const closePeriod = (command: CloseFiscalPeriod, period: FiscalPeriod): FiscalPeriodClosed => {
  const { data, metadata } = command;
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

const reopenPeriod = (command: ReopenFiscalPeriod, period: FiscalPeriod): FiscalPeriodReopened => {
  const { data, metadata } = command;
  if (!isPrintableText(data.reason, textLengthMax.reason)) {
    throw reject(errors.reasonInvalid, { field: 'reason' });
  }
  requireNotLocked(command, period);
  requireClosed(command, period);
  return {
    type: 'FiscalPeriodReopened',
    data: { period: data.period, reopenedBy: metadata.actorId, reason: data.reason },
  };
};
