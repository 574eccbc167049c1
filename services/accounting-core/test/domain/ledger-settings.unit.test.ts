import { DeciderSpecification } from '@accounting/testing';
import type { ChangeLedgerSettings } from '../../src/domain/ledger-settings/commands';
import { ledgerSettingsDecider } from '../../src/domain/ledger-settings/decide';
import type { FourEyesPolicy } from '../../src/domain/ledger-settings/events';
import { by, chartLedgerAccounts, idOf, ledgerFixture, mistakesOf, reasonOf } from './fixtures';

const { given } = DeciderSpecification.for(ledgerSettingsDecider);

const change = (
  changes: Partial<ChangeLedgerSettings['data']> = {},
  ledger = ledgerFixture(),
): ChangeLedgerSettings => ({
  type: 'ChangeLedgerSettings',
  data: { accounts: chartLedgerAccounts, fourEyes: { required: true }, ...changes },
  ledger,
  metadata: by('mariam'),
});

const changed = (fourEyes: FourEyesPolicy) =>
  ({
    type: 'LedgerSettingsChanged',
    data: { accounts: chartLedgerAccounts, fourEyes, changedBy: 'mariam' },
  }) as const;

const attempt =
  (...rest: Parameters<typeof change>) =>
  () =>
    ledgerSettingsDecider.decide(change(...rest), { status: 'absent' });

describe('the settings of a ledger', () => {
  it('name the accounts that it posts to by itself', () => {
    given([])
      .when(change())
      .then([changed({ required: true })]);
  });

  it('waive the second pair of eyes in writing', () => {
    const waiver = { required: false, reason: 'One accountant' } as const;
    given([changed({ required: true })])
      .when(change({ fourEyes: waiver }))
      .then([changed(waiver)]);
  });

  it('are recorded again when they are confirmed', () => {
    given([changed({ required: true })])
      .when(change())
      .then([changed({ required: true })]);
  });

  it('refuse a waiver without a reason before anything else', () => {
    const unknown = { ...chartLedgerAccounts, exchangeGain: idOf('1') };
    expect(
      mistakesOf(attempt({ fourEyes: { required: false, reason: ' ' }, accounts: unknown })),
    ).toEqual(['fourEyes.reason four_eyes_reason_invalid']);
  });

  it('refuse accounts that the ledger could not post to, each at its place', () => {
    const accounts = {
      conversionDifference: idOf('1'),
      exchangeGain: idOf('8100'),
      exchangeLoss: idOf('1410'),
      retainedEarnings: idOf('8240'),
    };
    const ledger = ledgerFixture({ changes: { '8240': { isActive: false } } });
    expect(reasonOf(attempt({ accounts }, ledger))).toBe('ledger_accounts_invalid');
    expect(mistakesOf(attempt({ accounts }, ledger))).toEqual([
      'accounts.conversionDifference account_unknown',
      'accounts.exchangeGain account_not_postable',
      'accounts.exchangeLoss ledger_account_unsuitable',
      'accounts.retainedEarnings account_inactive',
      'accounts.retainedEarnings ledger_account_unsuitable',
    ]);
  });
});
