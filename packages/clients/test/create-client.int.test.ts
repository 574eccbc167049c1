import { DomainError } from '@accounting/kernel';
import { status } from '@grpc/grpc-js';
import { clientSettings } from '../src';
import {
  callLedgerAt,
  failureOf,
  onBehalf,
  until,
  withSettings,
  type LedgerCaller,
} from './fixtures/ledger-caller';
import { startReplica, type Replica } from './fixtures/replica';

let replica: Replica;
let caller: LedgerCaller;

beforeEach(async () => {
  replica = await startReplica();
  caller = callLedgerAt([replica.port]);
});
afterEach(() => {
  caller.connection.close();
  replica.kill();
});

const get = (changes: Parameters<typeof onBehalf>[0] = {}) =>
  caller.ledger.getTransaction(onBehalf(changes), { transactionId: 't' });
const post = (changes: Parameters<typeof onBehalf>[0] = {}) =>
  caller.ledger.postTransaction(onBehalf(changes), {});

const unavailable = { status: status.UNAVAILABLE, code: 'host.stopping' };

describe('a call', () => {
  it('gives the answer as the message that the method promises', async () => {
    expect((await get()).transaction).toMatchObject({ transactionId: 't', version: 7n });
  });

  it('carries who asks, the correlation id and the idempotency key', async () => {
    await post({ idempotencyKey: 'key-1' });
    expect(replica.calls[0]?.getMap()).toMatchObject({
      authorization: 'Bearer of-nino',
      'x-correlation-id': 'asked-once',
      'idempotency-key': 'key-1',
    });
  });

  it('is measured with the status that its caller sees', async () => {
    await get();
    replica.refuse({ status: status.NOT_FOUND, code: 'ledger.unknown' });
    await failureOf(get());
    const rows = await caller.metric('grpc_client_handling_seconds_count');
    const labels = (code: string): string =>
      'grpc_client_handling_seconds_count{' +
      'grpc_service="accounting.core.v1.TransactionService",' +
      `grpc_method="GetTransaction",grpc_code="${code}"} 1`;
    expect(rows).toEqual([labels('OK'), labels('NOT_FOUND')]);
  });

  it('that changes something is not made without an idempotency key', async () => {
    expect(await failureOf(post())).toMatchObject({
      code: 'clients.idempotency_key_missing',
      kind: 'internal',
    });
    expect(replica.calls).toEqual([]);
  });

  it('of which something cannot be written fails before it is made', async () => {
    const call = caller.ledger.listTransactions(onBehalf(), { limit: 2 ** 40 });
    await expect(call).rejects.toThrow(/invalid int32/);
    expect(replica.calls).toEqual([]);
  });

  it('is refused once the connection is closed', async () => {
    await get();
    caller.connection.close();
    expect(await failureOf(get())).toMatchObject({ code: 'clients.connection_closed' });
  });
});

describe('the deadline of a call', () => {
  it('is a little less than the caller has, so that the chain ends from its far end', async () => {
    const deadlineAtMs = Date.now() + 5_000;
    await get({ deadlineAtMs });
    expect(replica.deadlines[0]).toBeLessThan(deadlineAtMs);
    expect(replica.deadlines[0]).toBeGreaterThan(Date.now());
  });

  it('is bounded where nobody waits', async () => {
    await get({ deadlineAtMs: Infinity });
    expect(replica.deadlines[0]).toBeLessThanOrEqual(Date.now() + 10_000);
  });

  it('that has passed fails the call at once, without making it', async () => {
    expect(await failureOf(get({ deadlineAtMs: Date.now() + 10 }))).toMatchObject({
      code: 'clients.deadline_exceeded',
      kind: 'deadline_exceeded',
      details: { callee: 'accounting-core' },
    });
    expect(replica.calls).toEqual([]);
  });

  it('ends a call that hangs, at the callee too, and is not followed by another', async () => {
    replica.hang();
    expect(await failureOf(get({ deadlineAtMs: Date.now() + 200 }))).toMatchObject({
      kind: 'deadline_exceeded',
    });
    await until(() => replica.cancelled === 1);
    expect(replica.calls).toHaveLength(1);
  });
});

describe('a caller that gives up', () => {
  it('ends the call at the callee and gets its own reason back', async () => {
    replica.hang();
    const controller = new AbortController();
    const reason = new DomainError({ code: 'test.enough', kind: 'unavailable', message: 'No.' });
    const failed = failureOf(get({ signal: controller.signal }));
    await until(() => replica.calls.length === 1);
    controller.abort(reason);
    expect(await failed).toBe(reason);
    await until(() => replica.cancelled === 1);
    expect(replica.calls).toHaveLength(1);
  });

  it('before the call makes none', async () => {
    const failed = failureOf(get({ signal: AbortSignal.abort() }));
    expect(await failed).toMatchObject({ code: 'clients.cancelled' });
    expect(replica.calls).toEqual([]);
  });
});

describe('a call that fails', () => {
  it.each(['UNAVAILABLE', 'ABORTED'] as const)(
    'with %s is made again when its method only reads',
    async (name) => {
      replica.refuse({ status: status[name], code: 'test.no' }, 2);
      await get();
      expect(replica.calls).toHaveLength(3);
      expect(await caller.metric('grpc_client_retries_total')).toEqual([
        'grpc_client_retries_total{callee="accounting-core",' +
          'method="accounting.core.v1.TransactionService/GetTransaction"} 2',
      ]);
    },
  );

  it('is made again under the same idempotency key when it changes something', async () => {
    replica.refuse(unavailable, 1);
    await post({ idempotencyKey: 'key-1' });
    expect(replica.calls.map((call) => call.get('idempotency-key'))).toEqual([
      ['key-1'],
      ['key-1'],
    ]);
  });

  it('because the version it names is gone is not made again', async () => {
    replica.refuse({ status: status.ABORTED, code: 'event_store.version_mismatch' });
    const request = { transactionId: 't', expectedVersion: 3n };
    const call = caller.ledger.approveTransaction(onBehalf({ idempotencyKey: 'k' }), request);
    expect(await failureOf(call)).toMatchObject({ code: 'event_store.version_mismatch' });
    expect(replica.calls).toHaveLength(1);
  });

  it.each(['NOT_FOUND', 'RESOURCE_EXHAUSTED', 'INTERNAL', 'FAILED_PRECONDITION'] as const)(
    'with %s is not made again',
    async (name) => {
      replica.refuse({ status: status[name], code: 'test.no' });
      await failureOf(get());
      expect(replica.calls).toHaveLength(1);
    },
  );

  it('because nobody is there is "unavailable"', async () => {
    replica.kill();
    expect(await failureOf(get())).toMatchObject({
      code: 'clients.callee_unavailable',
      kind: 'unavailable',
    });
  });
});

describe('a breaker', () => {
  const settings = withSettings({
    breaker: { callsMin: 3, openMs: 100, windowMs: 100, windowBuckets: 2 },
    retry: { attemptsMax: 1 },
  });

  const state = async (method = 'GetTransaction'): Promise<string | undefined> =>
    (await caller.metric('grpc_client_breaker_state'))
      .find((row) => row.includes(`/${method}"`))
      ?.split(' ')[1];

  beforeEach(() => {
    caller.connection.close();
    caller = callLedgerAt([replica.port], settings);
  });

  it('opens for a method that fails, alone, and closes when it works again', async () => {
    replica.refuse({ status: status.INTERNAL, code: 'host.internal' });
    await Promise.all([1, 2, 3].map(() => failureOf(get())));
    expect(await state()).toBe('2');
    replica.answer();
    await post({ idempotencyKey: 'key-1' });
    expect(await state('PostTransaction')).toBe('0');
    await until(async () => (await state()) === '1');
    await get();
    expect(await state()).toBe('0');
    expect(caller.lines.map((line) => [line['callee'], line['state']])).toEqual([
      ['accounting-core', 'open'],
      ['accounting-core', 'half-open'],
      ['accounting-core', 'closed'],
    ]);
  });

  it.each(['NOT_FOUND', 'INVALID_ARGUMENT', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED'] as const)(
    'stays closed however often the callee answers with %s',
    async (name) => {
      replica.refuse({ status: status[name], code: 'test.no' });
      await Promise.all(Array.from({ length: 10 }, () => failureOf(get())));
      expect(await state()).toBe('0');
    },
  );

  it('opens when calls take too long, unless they were given too little time', async () => {
    replica.hang();
    const hasty = () => failureOf(get({ deadlineAtMs: Date.now() + 100 }));
    await Promise.all(Array.from({ length: 10 }, hasty));
    expect(await state()).toBe('0');
    caller.connection.close();
    const fair = withSettings({
      breaker: { callsMin: 3, fairTimeMs: 10, openMs: 60_000 },
      retry: { attemptsMax: 1 },
    });
    caller = callLedgerAt([replica.port], fair);
    await Promise.all(Array.from({ length: 3 }, hasty));
    expect(await state()).toBe('2');
  });

  it('stays closed when callers give up, unless the callee had had its time', async () => {
    replica.hang();
    const giveUpAfter = (milliseconds: number) => () =>
      failureOf(get({ signal: AbortSignal.timeout(milliseconds) }));
    await Promise.all(Array.from({ length: 10 }, giveUpAfter(50)));
    expect(await state()).toBe('0');
    const { fairTimeMs } = clientSettings.breaker;
    await Promise.all(Array.from({ length: 10 }, giveUpAfter(fairTimeMs + 100)));
    expect(await state()).not.toBe('0');
  });
});

describe('a bulkhead', () => {
  it('holds calls back that find no place, and shows how many', async () => {
    caller.connection.close();
    const settings = withSettings({ bulkhead: { callsMax: 2, waitingMax: 1, waitMaxMs: 10_000 } });
    caller = callLedgerAt([replica.port], settings);
    replica.hang();
    const controller = new AbortController();
    const calls = [1, 2, 3].map(() => failureOf(get({ signal: controller.signal })));
    await until(() => replica.calls.length === 2);
    expect(await caller.metric('grpc_client_calls_in_flight')).toEqual([
      'grpc_client_calls_in_flight{callee="accounting-core"} 2',
    ]);
    expect(await caller.metric('grpc_client_calls_waiting')).toEqual([
      'grpc_client_calls_waiting{callee="accounting-core"} 1',
    ]);
    expect(await failureOf(get())).toMatchObject({ code: 'clients.bulkhead_full' });
    controller.abort();
    await Promise.all(calls);
    expect(caller.connection.bulkhead.inFlight).toBe(0);
    expect(replica.calls).toHaveLength(2);
  });
});
