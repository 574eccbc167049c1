import type { Instant } from '@accounting/kernel';
import { later } from '../../src/domain/instants';
import {
  attempt,
  backOffs,
  forgettableFrom,
  takenBack,
  type Attempts,
} from '../../src/domain/sign-in-back-off';

const start = '2026-11-22T08:00:00.000Z' as Instant;
const minute = 60_000;
const { account, address } = backOffs;

/** What is recorded after so many failures, each as soon as it is allowed. */
const failed = (count: number): { attempts: Attempts; at: Instant; lockMs: number[] } => {
  let attempts: Attempts = { count: 0, fallsFrom: start };
  let at = start;
  const lockMs: number[] = [];
  for (let failure = 0; failure < count; failure += 1) {
    at = attempts.lockedUntil ?? at;
    const attempted = attempt(attempts, account, at);
    expect(attempted.isAllowed).toBe(true);
    ({ attempts } = attempted);
    if (attempted.beginsLock !== undefined) {
      lockMs.push(Date.parse(attempted.beginsLock) - Date.parse(at));
    }
  }
  return { attempts, at, lockMs };
};

describe('attempts at an account', () => {
  it('are free four times', () => {
    expect(failed(4)).toMatchObject({ lockMs: [], attempts: { count: 4, fallsFrom: start } });
  });

  it('lock it out from the fifth on, twice as long each time, up to an hour', () => {
    expect(failed(12).lockMs.map((ms) => ms / minute)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('are refused and not counted while it is locked', () => {
    const { attempts, at } = failed(5);
    const justBefore = later(at, minute - 1);
    expect(attempt(attempts, account, justBefore)).toEqual({ isAllowed: false, attempts });
    expect(attempt(attempts, account, later(at, minute)).isAllowed).toBe(true);
  });

  it('begin anew for who has never tried', () => {
    expect(attempt(undefined, account, start)).toEqual({
      isAllowed: true,
      attempts: { count: 1, fallsFrom: start },
    });
  });
});

describe('the count of attempts', () => {
  const twenty: Attempts = { count: 19, fallsFrom: start };

  it('falls by one each time its interval has passed, and keeps the rest of it', () => {
    const { attempts } = attempt(twenty, address, later(start, 2.5 * minute));
    expect(attempts).toEqual({ count: 18, fallsFrom: later(start, 2 * minute) });
  });

  it('falls to none and no further, and then counts from now', () => {
    const now = later(start, 60 * minute);
    expect(attempt(twenty, address, now).attempts).toEqual({ count: 1, fallsFrom: now });
  });

  it('does not fall when the clock was put back', () => {
    const { attempts } = attempt(twenty, address, later(start, -minute));
    expect(attempts).toMatchObject({ count: 20, fallsFrom: start });
  });

  it('loses one with a success, and the lock that it began', () => {
    const { attempts } = attempt(twenty, address, start);
    expect(attempts.lockedUntil).toBe(later(start, minute));
    expect(takenBack(attempts)).toEqual(twenty);
  });

  it('leaves who succeeds where they were, however often others had failed', () => {
    const { attempts: failures, at } = failed(8);
    const allowedFrom = failures.lockedUntil ?? at;
    const { isAllowed, attempts } = attempt(failures, account, allowedFrom);
    expect(isAllowed).toBe(true);
    // The next step of the same sign-in, a code, must not meet the lock that this one began.
    expect(attempt(takenBack(attempts), account, allowedFrom).isAllowed).toBe(true);
    expect(takenBack(attempts).count).toBe(8);
    expect(takenBack({ count: 0, fallsFrom: start }).count).toBe(0);
  });

  it('need not be remembered once it has fallen to none and nothing is locked', () => {
    expect(forgettableFrom({ count: 3, fallsFrom: start }, address)).toBe(later(start, 3 * minute));
    const lockedUntil = later(start, 9 * minute);
    expect(forgettableFrom({ count: 3, fallsFrom: start, lockedUntil }, address)).toBe(lockedUntil);
  });
});
