import { DomainError } from '@accounting/kernel';
import { CallFailure } from '../src/call-failure';
import { clientErrors } from '../src/errors';
import { pauseMsAfter, RetryBudget, withRetries } from '../src/retry';
import { clientSettings } from '../src/settings';

const settings = { ...clientSettings.retry, firstPauseMaxMs: 1 };

const unavailable = (): never => {
  throw new CallFailure(new DomainError(clientErrors.calleeUnavailable), 'fails');
};

/** How often a call was tried that fails until the given attempt. */
const attemptsOf = async (
  changes: Partial<Parameters<typeof withRetries>[0]> = {},
  succeedsAt = Infinity,
): Promise<{ readonly attempts: number; readonly outcome: unknown; readonly retries: number }> => {
  let attempts = 0;
  let retries = 0;
  const options = {
    settings,
    budget: new RetryBudget(settings),
    deadlineAtMs: Infinity,
    signal: new AbortController().signal,
    isWorthRetrying: () => true,
    onRetry: () => (retries += 1),
    ...changes,
  };
  const outcome = await withRetries(options, async () => {
    attempts += 1;
    return attempts === succeedsAt ? 'answer' : unavailable();
  }).catch((thrown: unknown) => thrown);
  return { attempts, outcome, retries };
};

describe('a call that fails', () => {
  it('is tried three times and fails with the last error', async () => {
    expect(await attemptsOf()).toMatchObject({
      attempts: 3,
      retries: 2,
      outcome: { code: 'clients.callee_unavailable' },
    });
  });

  it('is answered by the first attempt that succeeds', async () => {
    expect(await attemptsOf({}, 2)).toEqual({ attempts: 2, retries: 1, outcome: 'answer' });
  });

  it('is not tried again when that is not worth it', async () => {
    expect(await attemptsOf({ isWorthRetrying: () => false })).toMatchObject({ attempts: 1 });
  });

  it('is not tried again when the pause would outlive the deadline', async () => {
    expect(await attemptsOf({ deadlineAtMs: Date.now() })).toMatchObject({ attempts: 1 });
  });

  it('is not tried again when the budget is spent', async () => {
    const budget = new RetryBudget({ ...settings, budgetMax: 1 });
    expect(await attemptsOf({ budget })).toMatchObject({ attempts: 2 });
    expect(await attemptsOf({ budget })).toMatchObject({ attempts: 1 });
  });

  it('fails with the reason of its signal when that aborts during the pause', async () => {
    const controller = new AbortController();
    const reason = new DomainError(clientErrors.cancelled, { message: 'Enough.' });
    const slow = { ...settings, firstPauseMaxMs: 60_000, pauseMaxMs: 60_000 };
    const call = attemptsOf({
      settings: slow,
      signal: controller.signal,
      // Asked just before the pause begins.
      isWorthRetrying: () => {
        setTimeout(() => {
          controller.abort(reason);
        }, 1);
        return true;
      },
    });
    expect(await call).toEqual({ attempts: 1, retries: 0, outcome: reason });
  });

  it('is not tried again by what is no failure of the call', async () => {
    let attempts = 0;
    const defect = new Error('defect');
    const call = withRetries(
      {
        settings,
        budget: new RetryBudget(settings),
        deadlineAtMs: Infinity,
        signal: new AbortController().signal,
        isWorthRetrying: () => true,
        onRetry: () => undefined,
      },
      async () => {
        attempts += 1;
        throw defect;
      },
    );
    await expect(call).rejects.toBe(defect);
    expect(attempts).toBe(1);
  });
});

describe('the budget of retries', () => {
  it('lets a callee that always fails have a tenth more calls, after a small reserve', async () => {
    const budget = new RetryBudget(settings);
    let attempts = 0;
    const calls = 1_000;
    for (let call = 0; call < calls; call += 1) ({ attempts } = await counted(budget, attempts));
    expect(attempts - calls).toBeLessThanOrEqual(settings.budgetMax + calls / 10);
    expect(attempts - calls).toBeGreaterThanOrEqual(calls / 10 - 1);
  });

  it('is never more than its reserve, however many calls succeed', () => {
    const budget = new RetryBudget(settings);
    for (let call = 0; call < 1_000; call += 1) budget.earn();
    let spent = 0;
    while (budget.spend()) spent += 1;
    expect(spent).toBe(settings.budgetMax);
  });
});

const counted = async (budget: RetryBudget, before: number) => {
  const { attempts } = await attemptsOf({ budget, settings: { ...settings, pauseMaxMs: 0 } });
  return { attempts: before + attempts };
};

describe('the pause before an attempt', () => {
  it('is anything up to a limit that doubles and stops growing', () => {
    const limits = [1, 2, 3, 20].map((attempt) => pauseMsAfter(attempt, clientSettings.retry, 1));
    expect(limits).toEqual([50, 100, 200, 1_000]);
    expect(pauseMsAfter(3, clientSettings.retry, 0)).toBe(0);
  });
});
