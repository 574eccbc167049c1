import { createTurns } from '../src/turns';
import { gate } from './fixtures';

describe('turns', () => {
  it('come to work of one name in the order it came, and to another meanwhile', async () => {
    const inTurn = createTurns();
    const steps: string[] = [];
    const release = gate();
    const first = inTurn('a', async ({ come }) => {
      await come;
      await release.opened;
      steps.push('a1');
    });
    const second = inTurn('a', async ({ come }) => {
      await come;
      steps.push('a2');
    });
    await inTurn('b', async ({ come }) => {
      await come;
      steps.push('b1');
    });
    release.open();
    await Promise.all([first, second]);
    expect(steps).toEqual(['b1', 'a1', 'a2']);
  });

  it('let the next in line prepare while one has its turn, and nobody behind it', async () => {
    const inTurn = createTurns();
    const steps: string[] = [];
    const [prepared, release] = [gate(), gate()];
    const first = inTurn('a', ({ letNextPrepare }) => {
      letNextPrepare();
      return release.opened;
    });
    const second = inTurn('a', async ({ come, letNextPrepare }) => {
      steps.push('a2 prepares');
      letNextPrepare();
      prepared.open();
      await come;
      steps.push('a2');
    });
    const third = inTurn('a', async ({ come }) => {
      steps.push('a3 prepares');
      await come;
    });
    await prepared.opened;
    steps.push('a1 ends');
    release.open();
    await Promise.all([first, second, third]);
    expect(steps.slice(0, 2)).toEqual(['a2 prepares', 'a1 ends']);
    expect(steps.slice(2).toSorted()).toEqual(['a2', 'a3 prepares']);
  });

  it('let nobody prepare behind one that does not allow it', async () => {
    const inTurn = createTurns();
    const steps: string[] = [];
    const first = inTurn('a', async ({ come, letNextPrepare }) => {
      letNextPrepare();
      await come;
    });
    const second = inTurn('a', async ({ come }) => {
      await come;
      steps.push('a2 ends');
    });
    const third = inTurn('a', async () => {
      steps.push('a3 prepares');
    });
    await Promise.all([first, second, third]);
    expect(steps).toEqual(['a2 ends', 'a3 prepares']);
  });

  it('go on after a failure, which its own caller alone learns of', async () => {
    const inTurn = createTurns();
    const failing = inTurn('a', () => Promise.reject(new Error('no')));
    const following = inTurn('a', async ({ come }) => {
      await come;
      return 'done';
    });
    await expect(failing).rejects.toThrow('no');
    await expect(following).resolves.toBe('done');
  });

  it('do not come early when the one before fails while it prepares', async () => {
    const inTurn = createTurns();
    const steps: string[] = [];
    const release = gate();
    const first = inTurn('a', async ({ letNextPrepare }) => {
      letNextPrepare();
      await release.opened;
      steps.push('a1 ends');
    });
    const failing = inTurn('a', () => Promise.reject(new Error('no')));
    const third = inTurn('a', async ({ come }) => {
      await come;
      steps.push('a3');
    });
    await expect(failing).rejects.toThrow('no');
    release.open();
    await Promise.all([first, third]);
    expect(steps).toEqual(['a1 ends', 'a3']);
  });
});
