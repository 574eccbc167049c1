import type { StoredMessage } from './stored-message';

/** A message waiting for its company's turn. */
export interface Delivery {
  readonly message: StoredMessage;
  /** Told when the handler resolved. */
  readonly succeed: () => void;
  /** Told when the handler rejected. */
  readonly fail: (error: unknown) => void;
  /** Told when an earlier message of the company failed, so that this one has to come later. */
  readonly sideline: () => void;
}

interface InHand {
  readonly message: StoredMessage;
  readonly settled: Promise<void>;
}

/**
 * Hands messages to the handler: one of a company at a time, in order, and a bounded number of
 * companies at a time.
 */
export class CompanyQueues {
  private readonly waiting = new Map<string, Delivery[]>();
  private readonly ready = new Set<string>();
  private readonly inHand = new Map<string, InHand>();
  private isStopped = false;

  constructor(
    private readonly options: {
      readonly concurrencyMax: number;
      readonly handle: (message: StoredMessage) => Promise<void>;
      /** Told after each delivery has settled. */
      readonly onSettled: () => void;
    },
  ) {}

  add(delivery: Delivery): void {
    const { companyId } = delivery.message;
    const queue = this.waiting.get(companyId);
    if (queue === undefined) this.waiting.set(companyId, [delivery]);
    else queue.push(delivery);
    if (!this.inHand.has(companyId)) this.ready.add(companyId);
    this.startReady();
  }

  /** Forgets what waits and matches; what is in hand goes on. Returns what was forgotten. */
  drop(matches: (message: StoredMessage) => boolean): readonly Delivery[] {
    const dropped: Delivery[] = [];
    for (const [companyId, queue] of this.waiting) {
      const kept = queue.filter((delivery) => !matches(delivery.message));
      if (kept.length === queue.length) continue;
      dropped.push(...queue.filter((delivery) => matches(delivery.message)));
      if (kept.length > 0) {
        this.waiting.set(companyId, kept);
      } else {
        this.waiting.delete(companyId);
        this.ready.delete(companyId);
      }
    }
    return dropped;
  }

  /** Whether a message that matches is with the handler now. */
  isInHand(matches: (message: StoredMessage) => boolean): boolean {
    return [...this.inHand.values()].some(({ message }) => matches(message));
  }

  /** Forgets what waits, starts nothing more, and resolves when nothing is in hand. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.drop(() => true);
    await Promise.all([...this.inHand.values()].map(({ settled }) => settled));
  }

  private startReady(): void {
    for (const companyId of this.ready) {
      if (this.isStopped || this.inHand.size >= this.options.concurrencyMax) return;
      this.ready.delete(companyId);
      this.startNext(companyId);
    }
  }

  private startNext(companyId: string): void {
    const queue = this.waiting.get(companyId);
    const delivery = queue?.shift();
    if (queue?.length === 0) this.waiting.delete(companyId);
    if (delivery === undefined) return;
    const settled = this.deliver(companyId, delivery);
    this.inHand.set(companyId, { message: delivery.message, settled });
  }

  private async deliver(companyId: string, delivery: Delivery): Promise<void> {
    // Lets the caller note the delivery first, and keeps a long queue from growing the stack.
    await Promise.resolve();
    try {
      await this.options.handle(delivery.message);
      delivery.succeed();
    } catch (error) {
      delivery.fail(error);
    }
    this.inHand.delete(companyId);
    // Behind the others that wait, so that a company with much to do does not take every turn.
    if (this.waiting.has(companyId)) this.ready.add(companyId);
    this.startReady();
    this.options.onSettled();
  }
}
