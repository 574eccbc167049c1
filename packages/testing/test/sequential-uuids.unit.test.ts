import { sequentialUuids } from '@accounting/testing';

describe('sequential identifiers', () => {
  it('count from one and differ between series', () => {
    const [first, second] = [sequentialUuids(), sequentialUuids(255)];
    expect([first(), first()]).toEqual([
      '00000000-0000-7000-8000-000000000001',
      '00000000-0000-7000-8000-000000000002',
    ]);
    expect(second()).toBe('00000000-00ff-7000-8000-000000000001');
  });
});
