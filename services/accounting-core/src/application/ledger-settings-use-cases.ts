import type { LoadedAggregate } from '@accounting/event-store';
import { reject, type ErrorDefinition } from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import { ledgerSettingsDecider } from '../domain/ledger-settings/decide';
import type { FourEyesPolicy, LedgerAccounts } from '../domain/ledger-settings/events';
import type { LedgerSettings } from '../domain/ledger-settings/state';
import { streamOf, type LedgerCommands } from './ledger-commands';
import type { LedgerSettingsReader, LedgerSettingsView } from './ports';

interface SettingsInput {
  readonly accounts: LedgerAccounts;
  readonly fourEyes: FourEyesPolicy;
}

export interface LedgerSettingsUseCases {
  find(context: RequestContext): Promise<Answer<LedgerSettingsView>>;
  change(context: RequestContext, input: SettingsInput): Promise<Answer<LedgerSettingsView>>;
}

const settingsNotMade: ErrorDefinition = {
  code: 'accounting-core.ledger_settings_not_made',
  kind: 'not_found',
  message: 'The company has no ledger settings yet; adopt a chart of accounts, or make them.',
};

/** A company has one set of settings, so one stream. */
export const ledgerSettingsStream = streamOf('ledger-settings', 'company');

export const createLedgerSettingsUseCases = ({
  commands,
  settings,
}: {
  readonly commands: LedgerCommands;
  readonly settings: LedgerSettingsReader;
}): LedgerSettingsUseCases => ({
  find: async ({ companyId }) => {
    const found = await settings.find(companyId);
    if (found === undefined) throw reject(settingsNotMade);
    return { body: found, version: found.version };
  },
  change: (context, input) =>
    commands.run(context, {
      aggregate: ledgerSettingsDecider,
      streams: [{ streamId: ledgerSettingsStream }],
      decide: ([loaded], ledger) => {
        const { state } = loaded as LoadedAggregate<LedgerSettings>;
        const events = ledgerSettingsDecider.decide(
          {
            type: 'ChangeLedgerSettings',
            data: input,
            metadata: metadataOf(context),
            ledger,
          },
          state,
        );
        return {
          events: [events],
          changesReference: true,
          body: ([version = 0]) => ({ ...input, version }),
        };
      },
    }),
});
