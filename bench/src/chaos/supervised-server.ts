import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpProxy } from './tcp-proxy';

/** What every server here can be asked. */
export interface Server {
  readonly processId: number;
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

/** PostgreSQL, Kafka or Redis with its wire, started again on its data when it ends. */
export class SupervisedServer {
  private server: Server | undefined;
  private isStopping = false;
  private isHeld = false;
  private ended: Promise<void> = Promise.resolve();
  restarts = -1;

  private constructor(
    readonly name: string,
    readonly wire: TcpProxy,
    private readonly start: () => Promise<Server>,
  ) {}

  /** Starts it and waits until it is ready. */
  static async start(
    name: string,
    wire: TcpProxy,
    start: () => Promise<Server>,
  ): Promise<SupervisedServer> {
    const supervised = new SupervisedServer(name, wire, start);
    supervised.server = await start();
    supervised.restarts = 0;
    supervised.ended = supervised.keepRunning();
    return supervised;
  }

  signal(signal: NodeJS.Signals): void {
    try {
      if (this.server !== undefined) process.kill(this.server.processId, signal);
    } catch {
      // It has ended by itself just now.
    }
  }

  /** Does not start it again until `release`: what it needs is missing. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.signal('SIGCONT');
    await this.server?.stop();
    await this.ended;
    await this.wire.close();
  }

  private async keepRunning(): Promise<void> {
    for (;;) {
      await this.server?.ended;
      this.server = undefined;
      if (this.isStopping) return;
      await sleep(500);
      if (this.isHeld) continue;
      try {
        this.server = await this.start();
        this.restarts += 1;
      } catch (error) {
        process.stderr.write(`${this.name} cannot be started yet: ${String(error)}\n`);
      }
    }
  }
}
