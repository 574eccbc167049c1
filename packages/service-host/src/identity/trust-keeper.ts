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

const reportingIntervalMs = 10_000;
/** A partner's keys are few; more are no keys of partners. */
const reportedKeysMax = 10_000;

/**
 * Knows what is trusted and keeps it up to date. When the source does not answer, what was known
 * last goes on to hold: that nobody can sign in must not mean that nobody can work.
 */
export class TrustKeeper {
  private trust: Trust | undefined;
  private readAtMs: number | undefined;
  private isFailing = false;
  private readonly uses = new Map<string, number>();

  constructor(
    private readonly source: TrustSource,
    private readonly logger: Logger,
  ) {}

  /** `undefined` until the source has answered for the first time. */
  get current(): Trust | undefined {
    return this.trust;
  }

  /** Seconds since the source last answered; since the start of the process when it never has. */
  get ageSeconds(): number {
    if (this.readAtMs === undefined) return process.uptime();
    return Math.max(0, (Date.now() - this.readAtMs) / 1_000);
  }

  /** Asks the source once. Never rejects: a failure is logged when it is the first in a row. */
  async refresh(): Promise<void> {
    try {
      this.trust = (await this.source.read()) ?? this.trust;
      this.readAtMs = Date.now();
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

  /** Asks the source again and again, and reports uses every ten seconds and at the end. */
  job(pollIntervalMs: number): BackgroundJob {
    return {
      name: 'trust',
      run: async (signal) => {
        let reportedAtMs = Date.now();
        while (!signal.aborted) {
          await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
          await this.refresh();
          if (Date.now() - reportedAtMs < reportingIntervalMs) continue;
          reportedAtMs = Date.now();
          await this.reportUses();
        }
        await this.reportUses();
      },
    };
  }
}
