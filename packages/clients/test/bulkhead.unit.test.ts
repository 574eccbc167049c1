import { DomainError } from '@accounting/kernel';
import { Bulkhead } from '../src/bulkhead';
import { clientErrors } from '../src/errors';

const settings = { callsMax: 2, waitingMax: 2, waitMaxMs: 1_000 };
const never = new AbortController().signal;

const outcomeOf = (entering: Promise<unknown>): Promise<string> =>
  entering.then(
    () => 'entered',
    (thrown: unknown) => (thrown instanceof DomainError ? thrown.code : String(thrown)),
  );

let bulkhead: Bulkhead;
beforeEach(() => {
  jest.useFakeTimers();
  bulkhead = new Bulkhead(settings, 'ledger');
});
afterEach(() => {
  jest.useRealTimers();
});

const fill = async () => [
  await bulkhead.enter(Infinity, never),
  await bulkhead.enter(Infinity, never),
];

describe('a bulkhead', () => {
  it('lets who waits in as places become free, first come first served', async () => {
    const [leave] = await fill();
    const entered: number[] = [];
    const third = bulkhead.enter(Infinity, never).then((next) => {
      entered.push(3);
      return next;
    });
    const fourth = bulkhead.enter(Infinity, never).then(() => entered.push(4));
    expect([bulkhead.inFlight, bulkhead.waiting]).toEqual([2, 2]);
    leave?.();
    (await third)();
    await fourth;
    expect(entered).toEqual([3, 4]);
    expect([bulkhead.inFlight, bulkhead.waiting]).toEqual([2, 0]);
  });

  it('is empty when everybody has left', async () => {
    for (const leave of await fill()) leave();
    expect(bulkhead.inFlight).toBe(0);
  });

  it('refuses with "unavailable" and the callee when too many wait', async () => {
    await fill();
    const waiting = [1, 2].map(() => outcomeOf(bulkhead.enter(Infinity, never)));
    await expect(bulkhead.enter(Infinity, never)).rejects.toMatchObject({
      code: 'clients.bulkhead_full',
      kind: 'unavailable',
      details: { callee: 'ledger' },
    });
    await jest.runAllTimersAsync();
    expect(await Promise.all(waiting)).toEqual(Array(2).fill('clients.bulkhead_full'));
  });

  it('refuses who has waited for too long, and forgets them', async () => {
    const [leave] = await fill();
    const waiting = outcomeOf(bulkhead.enter(Infinity, never));
    await jest.advanceTimersByTimeAsync(settings.waitMaxMs);
    expect(await waiting).toBe('clients.bulkhead_full');
    expect(bulkhead.waiting).toBe(0);
    leave?.();
    expect(bulkhead.inFlight).toBe(1);
  });

  it('lets nobody wait beyond their deadline', async () => {
    await fill();
    const waiting = outcomeOf(bulkhead.enter(Date.now() + 10, never));
    await jest.advanceTimersByTimeAsync(10);
    expect(await waiting).toBe('clients.bulkhead_full');
  });

  it('gives up who is told to, with the reason', async () => {
    await fill();
    const controller = new AbortController();
    const waiting = outcomeOf(bulkhead.enter(Infinity, controller.signal));
    controller.abort(new DomainError({ ...clientErrors.cancelled, code: 'test.enough' }));
    expect(await waiting).toBe('test.enough');
    expect(bulkhead.waiting).toBe(0);
  });
});
