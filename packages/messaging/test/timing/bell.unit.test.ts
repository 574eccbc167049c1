import { Bell, pause } from '../../src/timing/bell';

const never = 1_000_000;

describe('bell', () => {
  it('wakes who waits', async () => {
    const bell = new Bell();
    const waiting = bell.wait(never);
    bell.ring();

    await expect(waiting).resolves.toBeUndefined();
  });

  it('keeps a ring that nobody waited for, once', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    await bell.wait(never);
    let hasWoken = false;
    const second = bell.wait(never).then(() => {
      hasWoken = true;
    });
    await Promise.resolve();

    expect(hasWoken).toBe(false);
    bell.ring();
    await second;
  });

  it('stops waiting when the time is over', async () => {
    await expect(new Bell().wait(1)).resolves.toBeUndefined();
  });

  it('stops waiting when the signal aborts, or has aborted already', async () => {
    const stopping = new AbortController();
    const waiting = pause(never, stopping.signal);
    stopping.abort();

    await expect(waiting).resolves.toBeUndefined();
    await expect(pause(never, stopping.signal)).resolves.toBeUndefined();
  });
});
