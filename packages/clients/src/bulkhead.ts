import { reject } from '@accounting/kernel';
import { clientErrors } from './errors';
import { givenUp } from './outgoing-call';
import type { BulkheadSettings } from './settings';

interface Waiting {
  enter(): void;
}

/** Gives a place back; to be called once. */
export type LeaveBulkhead = () => void;

/**
 * Holds the calls in flight to one callee below a number, so that a callee that hangs does not take
 * this process with it. Whoever finds no place is told `unavailable`, not `resource_exhausted`: it
 * is not our caller who has asked too much.
 */
export class Bulkhead {
  /** Calls in flight. */
  inFlight = 0;
  private readonly queue = new Set<Waiting>();
  private readonly leave: LeaveBulkhead = () => {
    this.passOn();
  };

  constructor(
    private readonly settings: BulkheadSettings,
    /** The name of the callee, for errors. */
    private readonly callee: string,
  ) {}

  /** Calls that wait for a place. */
  get waiting(): number {
    return this.queue.size;
  }

  /**
   * Takes a place, in the order of arrival. Fails with kind `unavailable` when too many wait or the
   * wait takes too long, and with the signal's reason when that aborts. A wait does not outlive the
   * deadline, in milliseconds since 1970.
   */
  async enter(deadlineAtMs: number, signal: AbortSignal): Promise<LeaveBulkhead> {
    if (this.inFlight < this.settings.callsMax) {
      this.inFlight += 1;
      return this.leave;
    }
    if (this.queue.size >= this.settings.waitingMax) throw this.refusal();
    await this.waitForPlace(deadlineAtMs, signal);
    return this.leave;
  }

  private async waitForPlace(deadlineAtMs: number, signal: AbortSignal): Promise<void> {
    const waitMs = Math.min(this.settings.waitMaxMs, Math.max(0, deadlineAtMs - Date.now()));
    await new Promise<void>((resolve, fail) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.queue.delete(waiting);
        settle();
      };
      const waiting: Waiting = {
        enter: () => {
          end(resolve);
        },
      };
      const onAbort = (): void => {
        end(() => {
          fail(givenUp(signal));
        });
      };
      const timer = setTimeout(() => {
        end(() => {
          fail(this.refusal());
        });
      }, waitMs);
      signal.addEventListener('abort', onAbort);
      this.queue.add(waiting);
    });
  }

  private passOn(): void {
    const [next] = this.queue;
    if (next === undefined) this.inFlight -= 1;
    else next.enter();
  }

  private refusal(): Error {
    return reject(clientErrors.bulkheadFull, { callee: this.callee });
  }
}
