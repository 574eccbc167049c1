import { exhaustive, type Decider } from '@accounting/kernel';
import { closeFiscalYear } from '../year-end-closing';
import { reopenFiscalYear } from '../year-reopening';
import type { FiscalYearCommand } from './commands';
import type { FiscalYearEvent } from './events';
import { evolve, initialState, type FiscalYear } from './state';

/** Decides on the year alone; the policies it asks give what happens to other streams as well. */
const decide = (command: FiscalYearCommand, year: FiscalYear): readonly FiscalYearEvent[] => {
  switch (command.type) {
    case 'CloseFiscalYear':
      return [closeFiscalYear(command, year).closed];
    case 'ReopenFiscalYear':
      return [reopenFiscalYear(command, year).reopened];
    default:
      return exhaustive(command);
  }
};

export const fiscalYearDecider: Decider<FiscalYearCommand, FiscalYearEvent, FiscalYear> = {
  initialState,
  decide,
  evolve,
};
