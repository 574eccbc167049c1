import {
  elementOf,
  mayStandBelow,
  standsAtOrBelow,
  usualNormalBalance,
} from '../../src/domain/account-hierarchy';
import { accountFixture, idOf, ledgerFixture, ledgerOf } from './fixtures';

describe('a type of account', () => {
  it.each([
    ['asset', 'asset', 'debit'],
    ['contra_asset', 'asset', 'credit'],
    ['liability', 'liability', 'credit'],
    ['contra_liability', 'liability', 'debit'],
    ['equity', 'equity', 'credit'],
    ['contra_equity', 'equity', 'debit'],
    ['income', 'income', 'credit'],
    ['contra_income', 'income', 'debit'],
    ['expense', 'expense', 'debit'],
    ['contra_expense', 'expense', 'credit'],
  ] as const)('%s belongs to %s and increases on the %s side', (type, element, side) => {
    expect([elementOf(type), usualNormalBalance(type)]).toEqual([element, side]);
  });
});

describe('an account', () => {
  const ledger = ledgerFixture();
  const chart = (code: string) => ledger.accountByCode(code) ?? accountFixture(code, 'asset');

  it.each([
    ['contra_asset', '2200', true],
    ['asset', '2200', true],
    ['liability', '2000', false],
    ['expense', '8000', true],
    ['income', '9100', true],
    ['equity', '8000', false],
    ['expense', '8100', false],
    ['asset', '5330', false],
    ['income', '7000', false],
  ] as const)('of type %s below %s: %s', (type, parent, isAllowed) => {
    expect(mayStandBelow(chart(parent), type)).toBe(isAllowed);
  });

  it('of the other element does not stand below one that takes entries on both sides', () => {
    const clearing = accountFixture('8888', 'income', { normalBalance: 'both' });
    expect(mayStandBelow(clearing, 'expense')).toBe(false);
  });

  it('stands at or below what is above it', () => {
    expect(standsAtOrBelow(ledger, idOf('1410'), idOf('1000'))).toBe(true);
    expect(standsAtOrBelow(ledger, idOf('1410'), idOf('1410'))).toBe(true);
    expect(standsAtOrBelow(ledger, idOf('1000'), idOf('1410'))).toBe(false);
  });

  it('is looked for in a broken hierarchy no longer than there are accounts', () => {
    const cycle = ledgerOf([
      accountFixture('1', 'asset', { parentAccountId: idOf('2') }),
      accountFixture('2', 'asset', { parentAccountId: idOf('1') }),
    ]);
    expect(standsAtOrBelow(cycle, idOf('1'), idOf('3'))).toBe(false);
    expect(standsAtOrBelow(cycle, idOf('4'), idOf('3'))).toBe(false);
  });
});
