import { shownName } from '../src/shown-name';

describe('a name that somebody else chose', () => {
  it('is shown whole up to 100 characters', () => {
    expect(shownName('')).toBe('');
    expect(shownName('x'.repeat(100))).toBe('x'.repeat(100));
  });

  it('is cut behind them', () => {
    expect(shownName('x'.repeat(101))).toBe(`${'x'.repeat(100)}…`);
  });

  it('is not cut within a letter', () => {
    expect(shownName(`${'x'.repeat(99)}🇬🇪`)).toBe(`${'x'.repeat(99)}…`);
  });
});
