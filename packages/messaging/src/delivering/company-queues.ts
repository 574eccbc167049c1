import type { Arrival } from '../envelope';
import type { SubscriptionOptions } from '../port';
import { backOffDelayMs, type BackOff } from '../timing/back-off';

/** A message waiting for its company's turn. */
export interface Delivery {
  /** What the order is kept of: the company. */
  readonly key: string;
  /** Which part of the work it belongs to, so that it can be taken back with that part. */
  readonly partition: number;
  readonly arrival: Arrival;
  /** Told when it has been dealt with. */
  readonly finish: () => void;
}

/** How many at a time, and how long to wait after a failure. */
export interface CompanyQueuesOptions extends Pick<SubscriptionOptions, 'deliver' | 'refuse'> {
  /** Companies whose messages are in hand at the same time, at most. */
  readonly concurrencyMax: number;
  /** Messages of one company handed over together, at most. */
  readonly batchCountMax: number;
  readonly retry: BackOff;
  /** Told after each hand-over that has settled; with the error when it failed. */
  readonly onSettled: (failure?: { readonly error: unknown; readonly key: string }) => void;
}

interface InHand {
  readonly partition: number;
  readonly settled: Promise<void>;
}

interface Pausing {
  readonly failures: number;
  readonly timer?: NodeJS.Timeout;
}

/**
 * Hands messages over: those of one company in order, some together, one hand-over at a time; and a
 * bounded number of companies at a time. What was rejected stays first in its company's queue.
 */
export class CompanyQueues {
  private readonly waiting = new Map<string, Delivery[]>();
  private readonly ready = new Set<string>();
  private readonly inHand = new Map<string, InHand>();
  private readonly pausing = new Map<string, Pausing>();
  private isStopped = false;

  constructor(private readonly options: CompanyQueuesOptions) {}

  add(delivery: Delivery): void {
    const { key } = delivery;
    const queue = this.waiting.get(key);
    if (queue === undefined) this.waiting.set(key, [delivery]);
    else queue.push(delivery);
    if (!this.inHand.has(key) && this.pausing.get(key)?.timer === undefined) this.ready.add(key);
    this.startReady();
  }

  /** Forgets what waits of a partition; what is in hand goes on. */
  dropPartition(partition: number): void {
    for (const [key, queue] of this.waiting) {
      const kept = queue.filter((delivery) => delivery.partition !== partition);
      if (kept.length > 0) this.waiting.set(key, kept);
      else this.forget(key);
    }
  }

  /** Forgets all that waits; what is in hand goes on. */
  dropAll(): void {
    for (const key of [...this.waiting.keys()]) this.forget(key);
  }

  /** Whether messages of the partition are being dealt with. */
  isInHand(partition: number): boolean {
    return [...this.inHand.values()].some((one) => one.partition === partition);
  }

  /** Forgets what waits, starts nothing more, and resolves when nothing is in hand. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.dropAll();
    await this.whenIdle();
  }

  /** Resolves when what is in hand now has settled. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.inHand.values()].map(({ settled }) => settled));
  }

  private forget(key: string): void {
    this.waiting.delete(key);
    this.ready.delete(key);
    clearTimeout(this.pausing.get(key)?.timer);
    this.pausing.delete(key);
  }

  private startReady(): void {
    for (const key of this.ready) {
      if (this.isStopped || this.inHand.size >= this.options.concurrencyMax) return;
      this.ready.delete(key);
      this.startNext(key);
    }
  }

  private startNext(key: string): void {
    const queue = this.waiting.get(key) ?? [];
    const [first] = queue;
    if (first === undefined) return;
    const deliveries = this.takeFrom(queue, first);
    if (queue.length === 0) this.waiting.delete(key);
    const settled = this.handOver(key, deliveries);
    this.inHand.set(key, { partition: first.partition, settled });
  }

  /** Facts that follow each other in one partition, or one message that cannot be read. */
  private takeFrom(queue: Delivery[], first: Delivery): readonly Delivery[] {
    let count = 1;
    if (first.arrival.fact !== undefined) {
      const countMax = Math.min(queue.length, this.options.batchCountMax);
      while (count < countMax && this.isAlike(queue[count], first)) count += 1;
    }
    return queue.splice(0, count);
  }

  private isAlike(other: Delivery | undefined, first: Delivery): boolean {
    return other?.partition === first.partition && other.arrival.fact !== undefined;
  }

  private async handOver(key: string, deliveries: readonly Delivery[]): Promise<void> {
    // Lets the caller note the hand-over first, and keeps a long queue from growing the stack.
    await Promise.resolve();
    try {
      await this.give(deliveries);
      this.pausing.delete(key);
      for (const { finish } of deliveries) finish();
      this.settle(key);
      this.options.onSettled();
    } catch (error) {
      this.putBack(key, deliveries);
      this.settle(key);
      this.options.onSettled({ error, key });
    }
  }

  private async give(deliveries: readonly Delivery[]): Promise<void> {
    const unreadable = deliveries[0]?.arrival.unreadable;
    if (unreadable !== undefined) await this.options.refuse(unreadable);
    else {
      const facts = deliveries.map(({ arrival }) => arrival.fact);
      await this.options.deliver(facts.filter((fact) => fact !== undefined));
    }
  }

  private putBack(key: string, deliveries: readonly Delivery[]): void {
    if (this.isStopped) return;
    this.waiting.set(key, [...deliveries, ...(this.waiting.get(key) ?? [])]);
    const failures = (this.pausing.get(key)?.failures ?? 0) + 1;
    const timer = setTimeout(
      () => {
        this.pausing.set(key, { failures });
        if (this.waiting.has(key)) this.ready.add(key);
        this.startReady();
      },
      backOffDelayMs(this.options.retry, failures),
    );
    this.pausing.set(key, { failures, timer });
  }

  private settle(key: string): void {
    this.inHand.delete(key);
    // Behind the others that wait, so that a company with much to do does not take every turn.
    const isPausing = this.pausing.get(key)?.timer !== undefined;
    if (this.waiting.has(key) && !isPausing) this.ready.add(key);
    this.startReady();
  }
}
