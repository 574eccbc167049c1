import type { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { LedgerSettingsView } from '../../application/ports';
import { fieldsOf, versioned } from './messages.mapping';

export const ledgerSettings = (view: LedgerSettingsView) => ({ settings: versioned(view) });

export const ledgerSettingsFields = ({
  expectedVersion,
  accounts,
  fourEyes,
}: v1.ChangeLedgerSettingsRequest) => ({
  expectedVersion,
  accounts: accounts && fieldsOf(accounts),
  fourEyes: fourEyes && fieldsOf(fourEyes),
});
