import { setTimeout as sleep } from 'node:timers/promises';
import { startServiceProcess, type ChildService, type ServiceProgram } from '@accounting/dev-stack';

/** A process that is started again whenever it ends, as Kubernetes does with a container. */
export class SupervisedService {
  private child: ChildService | undefined;
  private isStopping = false;
  private firstStart: (() => void) | undefined;
  private readonly ended: Promise<void>;
  /** Resolves when it is ready for the first time. */
  readonly started: Promise<void>;
  /** How often it was started again. */
  restarts = -1;
  /** Settings that it gets at its next start besides its own. */
  shifted: Readonly<Record<string, string>> = {};

  constructor(
    readonly name: string,
    private readonly program: (attempt: number) => ServiceProgram,
  ) {
    this.started = new Promise((resolve) => (this.firstStart = resolve));
    this.ended = this.keepRunning();
  }

  get processId(): number | undefined {
    return this.child?.processId;
  }

  signal(signal: NodeJS.Signals): void {
    const { processId } = this;
    if (processId === undefined) return;
    try {
      process.kill(processId, signal);
    } catch {
      // It has ended by itself just now.
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.signal('SIGCONT');
    await this.child?.stop();
    await this.ended;
  }

  private isWanted(): boolean {
    return !this.isStopping;
  }

  private async keepRunning(): Promise<void> {
    while (this.isWanted()) {
      this.restarts += 1;
      try {
        const program = this.program(this.restarts);
        this.child = await startServiceProcess({
          ...program,
          environment: { ...program.environment, ...this.shifted },
        });
        this.firstStart?.();
        // It was asked to stop while it started, when there was no process to tell.
        if (!this.isWanted()) await this.child.stop();
        await this.child.ended;
      } catch {
        // It could not start, because what it needs is away: its log says so.
      }
      this.child = undefined;
      await sleep(500);
    }
  }
}
