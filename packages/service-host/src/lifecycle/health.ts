import type { Logger } from 'pino';
import { within } from './bounded';

/** Something the service needs, and how to ask whether it answers. */
export interface Dependency {
  readonly name: string;
  readonly ping: () => Promise<void>;
  /** Without it the service cannot answer requests and is not ready. */
  readonly isEssential: boolean;
}

export type DependencyState = { readonly state: 'up' | 'down'; readonly checkedAt: string };

export interface HealthReport {
  readonly isReady: boolean;
  readonly phase: Phase;
  readonly dependencies: Readonly<Record<string, DependencyState>>;
}

/** Where a service stands between its start and its end. */
export type Phase = 'starting' | 'ready' | 'draining';

const pingTimeoutMs = 1_000;
/** Probes of several watchers share an answer, so that they cannot load the database. */
const reportLifetimeMs = 1_000;

/** Knows the phase of the service and the state of what it depends on. */
export class Health {
  phase: Phase = 'starting';
  private report:
    { readonly takenAtMs: number; readonly pending: Promise<HealthReport> } | undefined;
  /** Dependencies that did not answer when they were last asked. */
  private readonly down = new Set<string>();

  constructor(
    private readonly dependencies: readonly Dependency[],
    private readonly logger: Logger,
  ) {}

  /** The state now, or as it was at most a second ago. */
  async check(): Promise<HealthReport> {
    const nowMs = Date.now();
    if (this.report === undefined || nowMs - this.report.takenAtMs >= reportLifetimeMs) {
      this.report = { takenAtMs: nowMs, pending: this.ask() };
    }
    const report = await this.report.pending;
    // The phase is never remembered: a service that begins to stop says so at once.
    return { ...report, phase: this.phase, isReady: report.isReady && this.phase === 'ready' };
  }

  private async ask(): Promise<HealthReport> {
    const states = await Promise.all(
      this.dependencies.map(async ({ name, ping, isEssential }) => {
        const isUp = await within(`ping of ${name}`, pingTimeoutMs, ping).then(
          () => true,
          () => false,
        );
        return { name, isUp, isEssential };
      }),
    );
    for (const { name, isUp } of states) this.logChange(name, isUp);
    const checkedAt = new Date().toISOString();
    return {
      phase: this.phase,
      isReady: states.every(({ isUp, isEssential }) => isUp || !isEssential),
      dependencies: Object.fromEntries(
        states.map(({ name, isUp }) => [name, { state: isUp ? 'up' : 'down', checkedAt }]),
      ),
    };
  }

  /** Probes come every few seconds, and most of them find what the one before has found. */
  private logChange(dependency: string, isUp: boolean): void {
    if (isUp !== this.down.has(dependency)) return;
    if (isUp) {
      this.down.delete(dependency);
      this.logger.info({ dependency }, 'a dependency answers again');
    } else {
      this.down.add(dependency);
      this.logger.warn({ dependency }, 'a dependency does not answer');
    }
  }
}
