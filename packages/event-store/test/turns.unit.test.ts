import { createTurns } from '../src/turns';
import { gate } from './fixtures';

describe('turns', () => {
  it('run work of one name in the order it came, and work of another meanwhile', async () => {
    const inTurn = createTurns();
    const steps: string[] = [];
    const release = gate();
    const first = inTurn('a', async () => {
      await release.opened;
      steps.push('a1');
    });
    const second = inTurn('a', () => Promise.resolve(steps.push('a2')));
    await inTurn('b', () => Promise.resolve(steps.push('b1')));
    release.open();
    await Promise.all([first, second]);
    expect(steps).toEqual(['b1', 'a1', 'a2']);
  });

  it('go on after a failure, which its own caller alone learns of', async () => {
    const inTurn = createTurns();
    const failing = inTurn('a', () => Promise.reject(new Error('no')));
    const following = inTurn('a', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    await expect(following).resolves.toBe('done');
  });
});
