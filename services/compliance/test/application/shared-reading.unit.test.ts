import { sharedReading } from '../../src/application/shared-reading';

interface Reading {
  answer(value: number): void;
  fail(): void;
}

const given = () => {
  const readings: Reading[] = [];
  const clock = { nowMs: 0 };
  const read = sharedReading(
    () =>
      new Promise<number>((resolve, reject) => {
        readings.push({ answer: resolve, fail: () => reject(new Error('no answer')) });
      }),
    250,
    () => clock.nowMs,
  );
  return { readings, clock, read };
};

describe('a shared reading', () => {
  it('is begun once for all who ask while it is under way', async () => {
    const { readings, read } = given();
    const all = [read(), read(), read()];
    readings[0]?.answer(1);
    expect(await Promise.all(all)).toEqual([1, 1, 1]);
    expect(readings).toHaveLength(1);
  });

  it('is good for a while after it was answered, and then begun anew', async () => {
    const { readings, clock, read } = given();
    const first = read();
    clock.nowMs = 1_000;
    readings[0]?.answer(1);
    await first;
    clock.nowMs = 1_249;
    expect(await read()).toBe(1);
    clock.nowMs = 1_250;
    const second = read();
    readings[1]?.answer(2);
    expect(await second).toBe(2);
  });

  it('that failed is begun anew by the next who asks', async () => {
    const { readings, read } = given();
    const first = read();
    readings[0]?.fail();
    await expect(first).rejects.toThrow('no answer');
    const second = read();
    readings[1]?.answer(2);
    expect(await second).toBe(2);
  });
});
