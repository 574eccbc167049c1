import { createServer, connect, type Server, type Socket } from 'node:net';

/** How the wire behaves: as it should, late, cut, or silent. */
export type WireState = 'open' | 'slow' | 'cut' | 'silent';

/** A wire that can be disturbed, to one place or in turn to several, as a Kubernetes service is. */
export class TcpProxy {
  private state: WireState = 'open';
  private next = 0;
  private readonly pairs = new Set<readonly [Socket, Socket]>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly targets: readonly number[],
  ) {}

  /** Listens on the port of 127.0.0.1 and passes connections on to the ports named. */
  static async listen(port: number, targets: readonly number[]): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: false });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const proxy = new TcpProxy(server, port, targets);
    server.on('connection', (client) => proxy.accept(client, targets.length));
    return proxy;
  }

  /**
   * Slow is late by a fifth of a second each way; cut ends all and refuses; silent takes everything
   * and passes on nothing.
   */
  disturb(state: WireState): void {
    this.state = state;
    if (state === 'cut') this.endAll();
  }

  /** As it should be; what was silent is ended, because nobody knows what was lost. */
  mend(): void {
    if (this.state === 'silent') this.endAll();
    this.state = 'open';
  }

  async close(): Promise<void> {
    this.endAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private endAll(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
    this.pairs.clear();
  }

  /** The next target that listens; a client is refused when none does. */
  private accept(client: Socket, attemptsLeft: number): void {
    client.on('error', () => client.destroy());
    if (this.state === 'cut' || attemptsLeft === 0) {
      client.destroy();
      return;
    }
    const target = this.targets[this.next % this.targets.length] as number;
    this.next += 1;
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
    upstream.once('connect', () => this.join(client, upstream));
    upstream.once('error', () => {
      upstream.destroy();
      if (!client.destroyed && client.bytesWritten === 0) this.accept(client, attemptsLeft - 1);
    });
  }

  private join(client: Socket, upstream: Socket): void {
    const pair = [client, upstream] as const;
    this.pairs.add(pair);
    client.setNoDelay(true);
    const end = (): void => {
      this.pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.on('data', (chunk) => this.pass(from, to, chunk));
      from.on('end', () => to.end());
      from.on('error', end);
      from.on('close', end);
    }
  }

  private pass(from: Socket, to: Socket, chunk: Buffer): void {
    switch (this.state) {
      case 'silent':
      case 'cut':
        return;
      case 'slow':
        setTimeout(() => to.write(chunk), slowMs);
        return;
      case 'open':
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
    }
  }
}

const slowMs = 200;
