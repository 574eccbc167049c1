import { createServer, connect, type Socket } from 'node:net';
import { experimental, status } from '@grpc/grpc-js';
import {
  callLedgerAt,
  failureOf,
  onBehalf,
  until,
  withSettings,
  type LedgerCaller,
} from './fixtures/ledger-caller';
import { startReplica, type Replica } from './fixtures/replica';

let replicas: Replica[];
let caller: LedgerCaller | undefined;

beforeEach(async () => {
  replicas = [await startReplica(), await startReplica()];
});
afterEach(() => {
  caller?.connection.close();
  for (const replica of replicas) replica.kill();
});

const [first, second] = [() => replicas[0] as Replica, () => replicas[1] as Replica];

const get = (from: LedgerCaller) => from.ledger.getTransaction(onBehalf(), { transactionId: 't' });

const getOften = async (from: LedgerCaller, count: number): Promise<void> => {
  for (let call = 0; call < count; call += 1) await get(from);
};

describe('a connection to two replicas', () => {
  beforeEach(async () => {
    caller = callLedgerAt(replicas.map(({ port }) => port));
    // Until it knows both.
    await until(async () => {
      await get(caller as LedgerCaller);
      return first().calls.length > 0 && second().calls.length > 0;
    });
    for (const replica of replicas) replica.calls.length = 0;
  });

  it('gives both of them calls in turn', async () => {
    await getOften(caller as LedgerCaller, 20);
    expect(replicas.map(({ calls }) => calls.length)).toEqual([10, 10]);
  });

  it('goes on without an error when one dies, and uses it again when it is back', async () => {
    const from = caller as LedgerCaller;
    const { port } = first();
    const under = Array.from({ length: 10 }, () => getOften(from, 20));
    first().kill();
    await Promise.all(under);
    await getOften(from, 20);
    replicas[0] = await startReplica(port);
    await until(async () => {
      await get(from);
      return first().calls.length > 0;
    });
    expect(await from.metric('grpc_client_breaker_state')).toEqual([expect.stringMatching(/ 0$/)]);
  });

  it('tries elsewhere what one of them refuses because it stops', async () => {
    first().refuse({ status: status.UNAVAILABLE, code: 'host.stopping' });
    await getOften(caller as LedgerCaller, 10);
    expect(second().calls).toHaveLength(10);
  });
});

/** A name service for the scheme `test:`, whose answer a test can change. */
const answering = { ports: [] as readonly number[] };

class TestResolver implements experimental.Resolver {
  constructor(
    _target: unknown,
    private readonly listener: experimental.ResolverListener,
  ) {}

  updateResolution(): void {
    const endpoints = answering.ports.map((port) => ({ addresses: [{ host: '127.0.0.1', port }] }));
    process.nextTick(() => {
      this.listener(experimental.statusOrFromValue(endpoints), {}, null, '');
    });
  }

  destroy(): void {
    answering.ports = [];
  }

  static getDefaultAuthority(): string {
    return 'ledger';
  }
}

describe('a replica that is added', () => {
  it('gets calls when the server has ended the connections that are too old', async () => {
    experimental.registerResolver('test', TestResolver);
    const old = await startReplica(0, { 'grpc.max_connection_age_ms': 100 });
    replicas.push(old);
    answering.ports = [old.port];
    const from = (caller = callLedgerAt([], undefined, 'test:ledger'));
    await get(from);
    answering.ports = [old.port, second().port];
    await until(async () => {
      await get(from);
      return second().calls.length > 0;
    });
  });
});

describe('a ping', () => {
  it('connects, answers while one replica is there, and fails when none is', async () => {
    caller = callLedgerAt(replicas.map(({ port }) => port));
    const { connection } = caller;
    await connection.ping();
    await connection.ping();
    first().kill();
    await connection.ping();
    second().kill();
    await until(() =>
      connection.ping().then(
        () => false,
        () => true,
      ),
    );
    expect(await failureOf(connection.ping())).toMatchObject({ kind: 'unavailable' });
  });
});

/** Passes bytes on to a port until it is told to swallow them, as a dead machine would. */
const startWire = async (port: number) => {
  let isDead = false;
  let connections = 0;
  let parts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    connections += 1;
    sockets.add(incoming);
    if (isDead) return;
    const outgoing = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
      from.on('data', (bytes: Buffer) => {
        parts += 1;
        if (!isDead) to.write(bytes);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { readonly port: number };
  return {
    port: own,
    connections: () => connections,
    /** How often bytes have passed, in either direction. */
    parts: () => parts,
    die: () => {
      isDead = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

describe('keep-alive', () => {
  const channel = { keepAliveTimeMs: 50, keepAliveTimeoutMs: 200 };

  it('is not too much for the server, however long nobody calls', async () => {
    const wire = await startWire(first().port);
    try {
      const often = { ...channel, keepAliveTimeMs: 5, keepAliveTimeoutMs: 10_000 };
      caller = callLedgerAt([wire.port], withSettings({ channel: often }));
      await get(caller);
      const before = wire.parts();
      await until(() => wire.parts() > before + 100);
      await get(caller);
      expect(wire.connections()).toBe(1);
    } finally {
      wire.close();
    }
  });

  it('finds a dead connection while nobody calls; the next call goes elsewhere', async () => {
    const wire = await startWire(first().port);
    try {
      caller = callLedgerAt([wire.port, second().port], withSettings({ channel }));
      const from = caller;
      await until(async () => {
        await get(from);
        return first().calls.length > 0 && second().calls.length > 0;
      });
      wire.die();
      second().calls.length = 0;
      await until(async () => {
        const before = second().calls.length;
        const hasty = { deadlineAtMs: Date.now() + 300 };
        const calls = [1, 2, 3, 4].map(() =>
          from.ledger.getTransaction(onBehalf(hasty), { transactionId: 't' }),
        );
        await Promise.allSettled(calls);
        return second().calls.length === before + calls.length;
      });
      await getOften(from, 10);
    } finally {
      wire.close();
    }
  });
});

describe('breakers', () => {
  it('are one for each method, however many clients are made', async () => {
    caller = callLedgerAt(replicas.map(({ port }) => port));
    const { connection } = caller;
    expect(connection.breakerOf('a/B')).toBe(connection.breakerOf('a/B'));
    expect(connection.breakerOf('a/B')).not.toBe(connection.breakerOf('a/C'));
  });
});
