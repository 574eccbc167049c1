import { createPasswordHashing } from '../../src/infrastructure/password-hashing.argon2';

const cost = { memoryKib: 64, passes: 1, lanes: 1 } as const;

describe('a hash of a password', () => {
  it('is argon2id with at least what OWASP asks for, and says so itself', async () => {
    const hashing = createPasswordHashing({ atOnceMax: 1, waitingMax: 0 });
    const hash = await hashing.inTurn((turn) => turn.hash('a password'));
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await hashing.inTurn(async (turn) => {
      expect(await turn.verify('a password', hash)).toBe(true);
      expect(await turn.verify('another one', hash)).toBe(false);
      expect(turn.isOutdated(hash)).toBe(false);
    });
  });

  it('is outdated when it was made with other parameters', async () => {
    const cheap = createPasswordHashing({ atOnceMax: 1, waitingMax: 0, cost });
    const hash = await cheap.inTurn((turn) => turn.hash('a password'));
    const today = createPasswordHashing({ atOnceMax: 1, waitingMax: 0 });
    expect(await today.inTurn(async (turn) => turn.isOutdated(hash))).toBe(true);
    expect(await today.inTurn((turn) => turn.verify('a password', hash))).toBe(true);
  });

  it('that is not there is never right', async () => {
    const hashing = createPasswordHashing({ atOnceMax: 1, waitingMax: 0, cost });
    expect(await hashing.inTurn((turn) => turn.verify('', undefined))).toBe(false);
  });
});

describe('many hashings', () => {
  it('run few at once; some wait in their order, and more are refused', async () => {
    const hashing = createPasswordHashing({ atOnceMax: 2, waitingMax: 2, cost });
    let running = 0;
    let runningMax = 0;
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (id: number) =>
      hashing.inTurn(async () => {
        begun.push(id);
        running += 1;
        runningMax = Math.max(runningMax, running);
        await new Promise<void>((resolve) => ends.push(resolve));
        running -= 1;
      });
    const all = [1, 2, 3, 4, 5].map(work);
    await expect(all[4]).rejects.toMatchObject({
      kind: 'resource_exhausted',
      code: 'compliance.too_many_sign_ins',
    });
    while (begun.length < 4) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    ends.forEach((end) => end());
    await Promise.all(all.slice(0, 4));
    expect(begun).toEqual([1, 2, 3, 4]);
    expect(runningMax).toBe(2);
  });

  it('give their place back when the work fails', async () => {
    const hashing = createPasswordHashing({ atOnceMax: 1, waitingMax: 0, cost });
    await expect(hashing.inTurn(() => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    expect(await hashing.inTurn(async () => 'done')).toBe('done');
  });
});
