import { Money } from '@accounting/kernel';
import fc from 'fast-check';
import { rollUp, type GelSums, type HierarchyNode } from '../../src/domain/roll-up';
import { idOf } from './fixtures';

const node = (code: string, parent: string | null): HierarchyNode => ({
  accountId: idOf(code),
  parentAccountId: parent === null ? null : idOf(parent),
});

const sums = (debit: string, credit = '0'): GelSums => ({
  debit: Money.of(debit),
  credit: Money.of(credit),
});

const shown = (rolledUp: ReturnType<typeof rollUp>, code: string): string => {
  const found = rolledUp.get(idOf(code));
  return found === undefined ? 'none' : `${found.debit.toString()} ${found.credit.toString()}`;
};

describe('the roll-up', () => {
  it('adds to every account what stands below it, and keeps its own', () => {
    const accounts = [node('1', null), node('11', '1'), node('12', '1'), node('111', '11')];
    const rolledUp = rollUp(
      accounts,
      new Map([
        [idOf('111'), sums('1', '4')],
        [idOf('11'), sums('2')],
        [idOf('12'), sums('0', '0.50')],
      ]),
    );
    expect(['1', '11', '12', '111'].map((code) => shown(rolledUp, code))).toEqual([
      '3.00 4.50',
      '3.00 4.00',
      '0.00 0.50',
      '1.00 4.00',
    ]);
  });

  it('takes an account below an unknown one for a top one', () => {
    const rolledUp = rollUp([node('11', '1')], new Map([[idOf('11'), sums('1')]]));
    expect(shown(rolledUp, '11')).toBe('1.00 0.00');
    expect(shown(rolledUp, '1')).toBe('none');
  });

  it('ends on a cycle, and counts nothing twice', () => {
    const accounts = [node('1', '2'), node('2', '1'), node('11', '1')];
    const rolledUp = rollUp(
      accounts,
      new Map([
        [idOf('1'), sums('1')],
        [idOf('2'), sums('2')],
        [idOf('11'), sums('4')],
      ]),
    );
    expect([shown(rolledUp, '1'), shown(rolledUp, '2')]).toEqual(['5.00 0.00', '2.00 0.00']);
  });

  it('reaches the top of a chain of 10,000 accounts', () => {
    const codes = Array.from({ length: 10_000 }, (_, index) => String(index));
    const accounts = codes.map((code, index) => node(code, index === 0 ? null : String(index - 1)));
    const own = new Map(codes.map((code) => [idOf(code), sums('1')]));
    expect(shown(rollUp(accounts, own), '0')).toBe('10000.00 0.00');
  });

  it('has as much at the top as there is on all accounts together', () => {
    const tree = fc.array(fc.record({ parent: fc.nat(), debit: fc.bigInt(0n, 10n ** 12n) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(tree, fc.integer(), (rows, seed) => {
        const accounts = rows.map(({ parent }, index) =>
          node(String(index), index === 0 || parent % 4 === 0 ? null : String(parent % index)),
        );
        const own = new Map(
          rows.map(({ debit }, index) => [
            idOf(String(index)),
            { debit: Money.ofMinorUnits(debit), credit: Money.zero() },
          ]),
        );
        // The order in which accounts come must not matter.
        const shuffled = seed % 2 === 0 ? accounts : accounts.toReversed();
        const rolledUp = rollUp(shuffled, own);
        const tops = accounts.filter(({ parentAccountId }) => parentAccountId === null);
        const atTop = Money.sum(
          tops.map(({ accountId }) => rolledUp.get(accountId)?.debit ?? Money.zero()),
        );
        expect(atTop.minorUnits).toBe(rows.reduce((sum, { debit }) => sum + debit, 0n));
      }),
    );
  });
});
