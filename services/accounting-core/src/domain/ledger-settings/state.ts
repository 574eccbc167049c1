import type { FourEyesPolicy, LedgerAccounts, LedgerSettingsEvent } from './events';

export type LedgerSettings =
  | { readonly status: 'absent' }
  | {
      readonly status: 'made';
      readonly accounts: LedgerAccounts;
      readonly fourEyes: FourEyesPolicy;
    };

export const initialState = (): LedgerSettings => ({ status: 'absent' });

export const evolve = (
  _settings: LedgerSettings,
  { data }: LedgerSettingsEvent,
): LedgerSettings => ({ status: 'made', accounts: data.accounts, fourEyes: data.fourEyes });
