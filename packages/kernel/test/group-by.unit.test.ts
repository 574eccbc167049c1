import { groupBy } from '@accounting/kernel';

describe('grouping', () => {
  it('keeps the order of keys and of the items under each', () => {
    const groups = groupBy(['b1', 'a1', 'b2'], (text) => text[0]);
    expect([...groups]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });
});
