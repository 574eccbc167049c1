import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { BackgroundJob } from '../lifecycle/background-job';
import { trustOf, type Trust, type TrustBundle } from './trust-bundle';

/** When a partner's key was last used. */
export interface PartnerUse {
  readonly keyId: string;
  /** RFC 3339, UTC. */
  readonly lastUsedAt: string;
}

/** Where trust comes from. */
export interface TrustSource {
  /** What is trusted now; `undefined` when that is what was read last. */
  read(): Promise<Trust | undefined>;
  reportPartnerUses(uses: readonly PartnerUse[]): Promise<void>;
}

/** What the service that makes the bundle gives its own host, in the same process. */
export interface OwnTrust {
  read(): Promise<TrustBundle>;
  reportPartnerUses(uses: readonly PartnerUse[]): Promise<void>;
}

/** The source of the service that makes the bundle itself. */
export const createOwnTrustSource = (own: OwnTrust): TrustSource => {
  let latest: string | undefined;
  return {
    read: async () => {
      const bundle = await own.read();
      const text = JSON.stringify(bundle);
      if (text === latest) return undefined;
      const trust = trustOf(bundle);
      latest = text;
      return trust;
    },
    reportPartnerUses: (uses) => own.reportPartnerUses(uses),
  };
};

/** Again and again, and once more at the end. */
const every = async (
  intervalMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
    await work();
  }
};

/** How long what was read holds. */
export interface TrustLimits {
  /** Milliseconds; older, it is as if nothing were known. */
  readonly ageMaxMs: number;
  /** A clock that only goes forward, in milliseconds. */
  readonly monotonicMs?: () => number;
}

const reportingIntervalMs = 10_000;
/** A partner's keys are few; more are no keys of partners. */
const reportedKeysMax = 10_000;

/**
 * Knows what is trusted and keeps it up to date. When the source does not answer, what was known
 * last goes on to hold: that nobody can sign in must not mean that nobody can work. But not for
 * ever, because nobody would hear of a suspension.
 */
export class TrustKeeper {
  private trust: Trust | undefined;
  private readAtMs: number | undefined;
  private isFailing = false;
  private readonly uses = new Map<string, number>();

  private readonly monotonicMs: () => number;

  constructor(
    private readonly source: TrustSource,
    private readonly logger: Logger,
    private readonly limits: TrustLimits,
  ) {
    this.monotonicMs = limits.monotonicMs ?? (() => performance.now());
  }

  /** `undefined` until the source has answered, and again when it has not for too long. */
  get current(): Trust | undefined {
    return this.isTooOld ? undefined : this.trust;
  }

  /** Seconds since the source last answered; since the start of the process when it never has. */
  get ageSeconds(): number {
    if (this.readAtMs === undefined) return process.uptime();
    return (this.monotonicMs() - this.readAtMs) / 1_000;
  }

  private get isTooOld(): boolean {
    return this.ageSeconds * 1_000 > this.limits.ageMaxMs;
  }

  /** Asks the source once. Never rejects: a failure is logged when it is the first in a row. */
  async refresh(): Promise<void> {
    try {
      this.trust = (await this.source.read()) ?? this.trust;
      this.readAtMs = this.monotonicMs();
      if (this.isFailing) this.logger.info('keys and revocations are up to date again');
      this.isFailing = false;
    } catch (err) {
      if (!this.isFailing) {
        this.logger.warn({ err }, 'keys and revocations cannot be read; the last ones hold');
      }
      this.isFailing = true;
    }
  }

  /** Remembers that a partner's key was used now, to be reported with others. */
  notePartnerUse(keyId: string): void {
    if (this.uses.size < reportedKeysMax || this.uses.has(keyId)) this.uses.set(keyId, Date.now());
  }

  /** Reports what was noted; what cannot be reported is kept for the next time. */
  async reportUses(): Promise<void> {
    if (this.uses.size === 0) return;
    const noted = [...this.uses];
    this.uses.clear();
    try {
      await this.source.reportPartnerUses(
        noted.map(([keyId, ms]) => ({ keyId, lastUsedAt: new Date(ms).toISOString() })),
      );
    } catch (err) {
      for (const [keyId, ms] of noted) if (!this.uses.has(keyId)) this.uses.set(keyId, ms);
      this.logger.debug({ err }, 'uses of partners’ keys could not be reported yet');
    }
  }

  /** Asks the source again and again. */
  followingJob(pollIntervalMs: number): BackgroundJob {
    return {
      name: 'trust',
      run: (signal) => every(pollIntervalMs, signal, () => this.refresh()),
    };
  }

  /** Reports uses, and once more at the end: apart, so that it never delays a revocation. */
  reportingJob(intervalMs = reportingIntervalMs): BackgroundJob {
    return {
      name: 'partner-uses',
      run: (signal) => every(intervalMs, signal, () => this.reportUses()),
    };
  }
}
