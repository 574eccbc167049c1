import type { Command } from '@accounting/kernel';
import type { LedgerReference } from '../ledger-reference';
import type { FourEyesPolicy, LedgerAccounts } from './events';

export type ChangeLedgerSettings = Command<
  'ChangeLedgerSettings',
  { readonly accounts: LedgerAccounts; readonly fourEyes: FourEyesPolicy }
> & { readonly ledger: LedgerReference };

export type LedgerSettingsCommand = ChangeLedgerSettings;
