import { EventEmitter, once } from 'node:events';
import { DomainError } from '@accounting/kernel';
import { Breaker, type BreakerState } from '../src/breaker';
import { CallFailure, type Verdict } from '../src/call-failure';
import { clientErrors } from '../src/errors';
import { clientSettings } from '../src/settings';

const settings = { ...clientSettings.breaker, callsMin: 4 };
const { openMs } = settings;

let states: BreakerState[];
let breaker: Breaker;

beforeEach(() => {
  jest.useFakeTimers();
  states = [];
  breaker = new Breaker(settings, 'ledger', (state) => states.push(state));
});

afterEach(() => {
  breaker.close();
  jest.useRealTimers();
});

const failure = (verdict: Verdict): CallFailure =>
  new CallFailure(new DomainError(clientErrors.calleeUnavailable), verdict);

const success = async (): Promise<string> => 'answer';
const failing = (verdict: Verdict) => async (): Promise<never> => {
  throw failure(verdict);
};

/** The answer, or the code of what it failed with. */
const outcomeOf = (attempt: () => Promise<string>): Promise<string> =>
  breaker.run(attempt).catch((thrown: unknown) => {
    if (thrown instanceof CallFailure) return thrown.verdict;
    return thrown instanceof DomainError ? thrown.code : String(thrown);
  });

const times = (count: number, attempt: () => Promise<string>): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: count }, () => outcomeOf(attempt)));

/** An attempt that ends when it is told to. */
const pending = () => {
  const emitter = new EventEmitter();
  const ended = once(emitter, 'end').then(([answer]) => answer as string);
  return {
    attempt: () => ended,
    resolve: () => emitter.emit('end', 'answer'),
    reject: (error: Error) => emitter.emit('error', error),
  };
};

const openIt = async (): Promise<void> => {
  await times(settings.callsMin, failing('fails'));
  expect(states.splice(0)).toEqual(['open']);
};

const halfOpenIt = async (): Promise<void> => {
  await openIt();
  await jest.advanceTimersByTimeAsync(openMs);
  expect(states.splice(0)).toEqual(['half-open']);
};

describe('a closed breaker', () => {
  it('stays closed below the least number of calls, though all fail', async () => {
    await times(settings.callsMin - 1, failing('fails'));
    expect(states).toEqual([]);
    expect(await outcomeOf(success)).toBe('answer');
  });

  it('opens when more than the percentage of calls fail', async () => {
    await times(4, success);
    await times(4, failing('fails'));
    expect(states).toEqual([]);
    await times(1, failing('fails'));
    expect(states).toEqual(['open']);
  });

  it('does not count what the callee refuses, nor what was given up', async () => {
    await times(50, failing('works'));
    await times(50, failing('unknown'));
    expect(states).toEqual([]);
  });

  it('opens when most calls fail, however many others were given up', async () => {
    await times(50, failing('unknown'));
    await times(settings.callsMin, failing('fails'));
    expect(states).toEqual(['open']);
  });

  it('is not closed by a call that began before it opened', async () => {
    const slow = pending();
    const outcome = outcomeOf(slow.attempt);
    await halfOpenIt();
    slow.resolve();
    expect(await outcome).toBe('answer');
    expect(states).toEqual([]);
  });

  it('opens once when many calls fail at the same moment, and recovers', async () => {
    await times(100, failing('fails'));
    expect(states).toEqual(['open']);
    await jest.advanceTimersByTimeAsync(openMs);
    expect(await outcomeOf(success)).toBe('answer');
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  it('counts what nobody foresaw as a failure', async () => {
    await times(settings.callsMin, async () => {
      throw new Error('surprise');
    });
    expect(states).toEqual(['open']);
  });
});

describe('an open breaker', () => {
  it('refuses with "unavailable" at once and names the callee, without an attempt', async () => {
    await openIt();
    const attempt = jest.fn(success);
    await expect(breaker.run(attempt)).rejects.toMatchObject({
      code: 'clients.breaker_open',
      kind: 'unavailable',
      details: { callee: 'ledger' },
    });
    expect(() => {
      breaker.requireNotOpen();
    }).toThrow(clientErrors.breakerOpen.message);
    expect(attempt).not.toHaveBeenCalled();
  });

  it('stays open until its time has passed', async () => {
    await openIt();
    await jest.advanceTimersByTimeAsync(openMs - 1);
    expect(await outcomeOf(success)).toBe('clients.breaker_open');
  });
});

describe('a half-open breaker', () => {
  it('lets one call through and refuses all others until it has ended', async () => {
    await halfOpenIt();
    const probe = pending();
    const first = outcomeOf(probe.attempt);
    expect(await times(50, success)).toEqual(Array(50).fill('clients.breaker_open'));
    probe.resolve();
    expect(await first).toBe('answer');
    expect(states).toEqual(['closed']);
    expect(await times(50, success)).toEqual(Array(50).fill('answer'));
  });

  it('closes when the callee refuses the probe: it works', async () => {
    await halfOpenIt();
    expect(await outcomeOf(failing('works'))).toBe('works');
    expect(states).toEqual(['closed']);
  });

  it('opens again when the probe fails, though there are few calls, and probes again', async () => {
    await halfOpenIt();
    // The window has forgotten everything, so that the probe is alone in it.
    await jest.advanceTimersByTimeAsync(settings.windowMs * 2);
    await outcomeOf(failing('fails'));
    expect(states.splice(0)).toEqual(['open']);
    await jest.advanceTimersByTimeAsync(openMs);
    expect(await outcomeOf(success)).toBe('answer');
    expect(states).toEqual(['half-open', 'closed']);
  });

  it('opens again when the probe was given up: it has proved nothing', async () => {
    await halfOpenIt();
    await outcomeOf(failing('unknown'));
    expect(states.splice(0)).toEqual(['open']);
    await jest.advanceTimersByTimeAsync(openMs);
    expect(await outcomeOf(success)).toBe('answer');
  });

  it('recovers when calls from before the opening fail meanwhile', async () => {
    const late = pending();
    const before = outcomeOf(late.attempt);
    await halfOpenIt();
    late.reject(failure('fails'));
    expect(await before).toBe('fails');
    await jest.advanceTimersByTimeAsync(openMs);
    expect(await outcomeOf(success)).toBe('answer');
    expect(states.at(-1)).toBe('closed');
  });
});

describe('a breaker that has closed again', () => {
  it('has forgotten what failed before it opened', async () => {
    await halfOpenIt();
    await outcomeOf(success);
    await times(settings.callsMin - 2, failing('fails'));
    expect(states).toEqual(['closed']);
  });
});

describe('the settings', () => {
  it('keep a breaker open for no less than it counts', () => {
    expect(clientSettings.breaker.openMs).toBeGreaterThanOrEqual(clientSettings.breaker.windowMs);
  });
});

describe('a breaker that was closed for good', () => {
  it('says that this instance stops', async () => {
    breaker.close();
    expect(await outcomeOf(success)).toBe('clients.connection_closed');
  });
});
