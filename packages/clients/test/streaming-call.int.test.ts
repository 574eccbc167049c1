import { status } from '@grpc/grpc-js';
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

/** As many entries as asked for; the numbers read so far come with the failure. */
const readEntries = async (
  count: number,
  read: number[] = [],
  changes: Parameters<typeof onBehalf>[0] = {},
): Promise<readonly number[]> => {
  const entries = caller.ledger.listEntries(onBehalf(changes), { accountId: String(count) });
  for await (const { part } of entries) {
    if (part.case === 'entry') read.push(part.value.entryNumber);
  }
  return read;
};

const handled = () => caller.metric('grpc_client_handling_seconds_count');

describe('a stream of answers', () => {
  it('comes in order and ends', async () => {
    const numbers = await readEntries(500);
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect((await handled()).join()).toContain('grpc_code="OK"} 1');
    expect(caller.connection.bulkhead.inFlight).toBe(0);
  });

  it('may be empty', async () => {
    expect(await readEntries(0)).toEqual([]);
  });

  it('is cancelled at the callee when the reader leaves', async () => {
    for await (const { part } of caller.ledger.listEntries(onBehalf(), { accountId: '100000' })) {
      if (part.case === 'entry') break;
    }
    await until(() => replica.cancelled === 1);
    expect(caller.connection.bulkhead.inFlight).toBe(0);
    expect((await handled()).join()).toContain('grpc_code="CANCELLED"} 1');
  });

  it('is begun again when it fails before its first answer', async () => {
    replica.refuse({ status: status.UNAVAILABLE, code: 'host.stopping' }, 1);
    expect(await readEntries(0)).toEqual([]);
    expect(replica.calls).toHaveLength(2);
  });

  it('is not begun again when it fails later: the reader has seen a part of it', async () => {
    replica.refuse({ status: status.UNAVAILABLE, code: 'host.stopping' });
    const read: number[] = [];
    expect(await failureOf(readEntries(3, read))).toMatchObject({ code: 'host.stopping' });
    expect(read).toEqual([1, 2, 3]);
    expect(replica.calls).toHaveLength(1);
    expect(caller.connection.bulkhead.inFlight).toBe(0);
  });

  it('is given up when it does not begin, so that a probe of the breaker ends', async () => {
    caller.connection.close();
    const settings = withSettings({ breaker: { callsMin: 1, fairTimeMs: 10 } });
    caller = callLedgerAt([replica.port], { ...settings, unaryTimeMaxMs: 100 });
    replica.hang();
    expect(await failureOf(readEntries(1))).toMatchObject({ kind: 'deadline_exceeded' });
    expect(caller.connection.bulkhead.inFlight).toBe(0);
    await until(() => replica.cancelled === 1);
    expect((await caller.metric('grpc_client_breaker_state')).join()).toMatch(/ListEntries"} 2/);
  });

  it('ends with the reason of its caller who gives up', async () => {
    const controller = new AbortController();
    const entries = caller.ledger.listEntries(onBehalf({ signal: controller.signal }), {
      accountId: '100000',
    });
    const reading = async (): Promise<void> => {
      for await (const { part } of entries) controller.abort(part.case);
    };
    expect(await failureOf(reading())).toMatchObject({ code: 'clients.cancelled' });
    await until(() => replica.cancelled === 1);
  });
});
