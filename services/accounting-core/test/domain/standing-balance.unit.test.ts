import { AccountingDate, type Currency, type Instant } from '@accounting/kernel';
import type { AccountType } from '../../src/domain/account/events';
import { requireNothingStands } from '../../src/domain/standing-balance';
import { idOf, now, refusalOf } from './fixtures';

const standing = (date: string, currency = 'GEL') => ({
  date: AccountingDate.of(date),
  currency: currency as Currency,
});

const deactivating =
  (type: AccountType, ...balances: readonly ReturnType<typeof standing>[]) =>
  (): void => {
    requireNothingStands({ accountId: idOf('7430'), type, balances, now });
  };

describe('an account that is deactivated', () => {
  it.each<AccountType>(['asset', 'expense'])('of type %s may hold nothing', (type) => {
    expect(deactivating(type)).not.toThrow();
  });

  it.each(['2026-11-22', '2026-12-01'])('may hold nothing on %s', (date) => {
    expect(refusalOf(deactivating('asset', standing(date, 'USD'), standing(date)))).toMatchObject({
      code: 'accounting-core.account_has_balance',
      kind: 'failed_precondition',
      details: { accountId: idOf('7430'), date, currencies: ['GEL', 'USD'] },
      message: `The account has a balance on ${date}; clear it before you deactivate the account.`,
    });
  });

  it('may have held something before today', () => {
    expect(deactivating('asset', standing('2025-12-31'))).not.toThrow();
  });

  it.each<AccountType>(['income', 'contra_income', 'expense', 'contra_expense'])(
    'of type %s holds nothing at the end of a year that is not closed',
    (type) => {
      expect(refusalOf(deactivating(type, standing('2025-12-31')))).toMatchObject({
        code: 'accounting-core.account_has_balance',
        details: { date: '2025-12-31' },
        message:
          'The account has a balance on 2025-12-31 that is not closed; close the year 2025 first.',
      });
    },
  );

  it('is judged by the day in Tbilisi', () => {
    const balances = [standing('2026-11-22')];
    const at = (instant: string) => () =>
      requireNothingStands({
        accountId: idOf('1210'),
        type: 'asset',
        balances,
        now: instant as Instant,
      });
    expect(at('2026-11-22T19:59:59.999Z')).toThrow();
    expect(at('2026-11-22T20:00:00.000Z')).not.toThrow();
  });
});
