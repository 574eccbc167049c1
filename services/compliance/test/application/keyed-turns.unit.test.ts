import { createKeyedTurns } from '../../src/application/keyed-turns';

describe('turns by key', () => {
  it('run one after the other in the order asked, and other keys meanwhile', async () => {
    const inTurn = createKeyedTurns();
    const seen: string[] = [];
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const first = inTurn('a', async () => {
      await held;
      seen.push('first');
    });
    const second = inTurn('a', async () => seen.push('second'));
    await inTurn('b', async () => seen.push('other'));
    finish();
    await Promise.all([first, second]);
    expect(seen).toEqual(['other', 'first', 'second']);
  });

  it('go on after a failure, which is its own', async () => {
    const inTurn = createKeyedTurns();
    const failing = inTurn('a', () => Promise.reject(new Error('broken')));
    const next = inTurn('a', async () => 'done');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('done');
  });
});
