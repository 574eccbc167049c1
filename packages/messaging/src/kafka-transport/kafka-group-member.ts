import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { CompanyQueues } from '../delivering/company-queues';
import { FailureLog } from '../delivering/failure-log';
import { Progress } from '../delivering/progress';
import { arrivalOf } from '../envelope';
import type { MessagingLogger } from '../logger';
import type { SubscriptionOptions } from '../port';
import { partitionCount } from '../topics';
import { Bell, pause, settledWithin } from '../timing/bell';
import type { KafkaSubscriptionSettings } from './settings';

export interface KafkaSubscriptionOptions {
  readonly kafka: Kafka;
  readonly subscription: SubscriptionOptions;
  readonly settings: KafkaSubscriptionSettings;
  readonly logger: MessagingLogger;
}

const heartbeatIntervalMs = 1_000;
/** The broker answers a fetch at once when there is something, and after so long when not. */
const fetchWaitMs = 250;
/** Of a partition at once: companies with much to do are handled many facts at a time. */
const fetchBytesMax = 4 * 1_048_576;
/** Time for members to finish what is in hand when the group changes. */
const rebalanceTimeoutMs = 30_000;
const drainMs = 20_000;

/** Answers of the broker after which the client joins the group anew. */
const joinAnewTypes: ReadonlySet<unknown> = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

const hasToJoinAnew = (error: unknown): error is Error =>
  error instanceof Error && joinAnewTypes.has((error as { readonly type?: unknown }).type);

/** By its type the client knows what to do. */
const joinAnew = (): Error =>
  Object.assign(new Error('the group changes'), { type: 'REBALANCE_IN_PROGRESS' });

const keyOf = (topic: string, partition: number): string => `${topic} ${String(partition)}`;

const headersOf = ({ headers }: KafkaMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name, String(value ?? '')]),
  );

const rawOf = (topic: string, message: KafkaMessage) => ({
  topic,
  key: message.key?.toString() ?? '',
  headers: headersOf(message),
  value: message.value?.toString() ?? '',
});

/** How far a partition has come, and whether it is fetched at present. */
interface Partition {
  readonly topic: string;
  readonly partition: number;
  readonly progress: Progress;
  /** Rings when something has been dealt with. */
  readonly bell: Bell;
  isPaused: boolean;
}

/**
 * One member of a consumer group, until it is stopped or the client gives up.
 *
 * The client fetches the partitions of a broker together and fetches on when all that it got has
 * been dealt with. So that a slow company does not hold up the others, we say so after a little
 * patience, go on with it beside, and commit only what lies before it. When the group changes, what
 * is in hand is finished before the partitions are given up; only what takes longer than that can
 * be in the hands of two members, for which consumers have their inbox.
 */
export class KafkaGroupMember {
  private readonly consumer: Consumer;
  private readonly queues: CompanyQueues;
  private readonly partitions = new Map<string, Partition>();
  private crash: Error | undefined;
  /**
   * Set from the moment that what waits was dropped until the group has been joined anew, and with
   * it the client's places set back to what is committed. Any batch that it brings meanwhile would
   * come after what was dropped.
   */
  private leaving: Error | undefined;

  constructor(private readonly options: KafkaSubscriptionOptions) {
    const { kafka, subscription, settings, logger } = options;
    const failures = new FailureLog(logger, subscription.group);
    this.consumer = kafka.consumer({
      groupId: subscription.group,
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      heartbeatInterval: heartbeatIntervalMs,
      maxWaitTimeInMs: fetchWaitMs,
      maxBytesPerPartition: fetchBytesMax,
      allowAutoTopicCreation: false,
      // We begin with a new client instead, and say so.
      retry: { retries: 3, initialRetryTime: 100, restartOnFailure: async () => false },
    });
    this.queues = new CompanyQueues({
      ...settings,
      deliver: (messages) => subscription.deliver(messages),
      refuse: (message) => subscription.refuse(message),
      onSettled: (failure) => {
        failures.note(failure);
        this.resumePartitions();
        for (const { bell } of this.partitions.values()) bell.ring();
      },
    });
  }

  /** Shares in the group's work until the signal aborts; rejects when the client gave up. */
  async run(stopping: AbortSignal, onOpen: () => void): Promise<void> {
    const { consumer } = this;
    const ended = new AbortController();
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.crash = payload.error;
      ended.abort();
    });
    // Before it joins anew: afterwards everything comes again from what is committed.
    consumer.on(consumer.events.REBALANCING, () => this.forgetPartitions(joinAnew()));
    try {
      await this.open(onOpen);
      await this.commitUntil(AbortSignal.any([stopping, ended.signal]));
    } finally {
      await this.queues.stop();
      await this.commit();
      await settledWithin(consumer.disconnect(), drainMs);
    }
    if (this.crash !== undefined && !stopping.aborted) throw this.crash;
  }

  private async open(onOpen: () => void): Promise<void> {
    const { consumer } = this;
    const { topics } = this.options.subscription;
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    let isOpen = false;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      // It may have been thrown out and come back: everything comes again from what is committed.
      this.queues.dropAll();
      this.resumeAll();
      this.partitions.clear();
      this.leaving = undefined;
      if (!isOpen) onOpen();
      isOpen = true;
    });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: topics.length * partitionCount,
      eachBatch: (payload) => this.takeBatch(payload),
    });
  }

  private async takeBatch(payload: EachBatchPayload): Promise<void> {
    if (this.leaving !== undefined) throw this.leaving;
    const { batch } = payload;
    const partition = this.partitionOf(batch.topic, batch.partition);
    const { progress, bell } = partition;
    for (const message of batch.messages) this.accept(partition, message);
    const { patienceMs, windowCountMax } = this.options.settings;
    const goesOnAtMs = Date.now() + patienceMs;
    try {
      while (progress.unfinishedCount > 0 && Date.now() < goesOnAtMs) {
        await bell.wait(Math.min(patienceMs, heartbeatIntervalMs));
        await payload.heartbeat();
      }
      await payload.heartbeat();
    } catch (error) {
      // While the broker does not answer, what has been fetched is good all the same.
      if (hasToJoinAnew(error)) {
        await this.handOver(error);
        throw error;
      }
    }
    if (progress.unfinishedCount > windowCountMax) this.pausePartition(partition);
  }

  private partitionOf(topic: string, partition: number): Partition {
    const key = keyOf(topic, partition);
    const known = this.partitions.get(key);
    if (known !== undefined) return known;
    const added: Partition = {
      topic,
      partition,
      progress: new Progress(),
      bell: new Bell(),
      isPaused: false,
    };
    this.partitions.set(key, added);
    return added;
  }

  private accept({ topic, partition, progress }: Partition, message: KafkaMessage): void {
    const raw = rawOf(topic, message);
    const { finish } = progress.add(Number(message.offset));
    const arrival = arrivalOf(raw, { topic, partition, offset: message.offset });
    this.queues.add({ key: raw.key, partition, arrival, finish });
  }

  private pausePartition(partition: Partition): void {
    partition.isPaused = true;
    this.consumer.pause([{ topic: partition.topic, partitions: [partition.partition] }]);
  }

  private resumePartitions(): void {
    const half = this.options.settings.windowCountMax / 2;
    for (const partition of this.partitions.values()) {
      if (!partition.isPaused || partition.progress.unfinishedCount > half) continue;
      partition.isPaused = false;
      this.consumer.resume([{ topic: partition.topic, partitions: [partition.partition] }]);
    }
  }

  /** The group changes: begins nothing more, finishes what is in hand, and says how far it came. */
  private async handOver(reason: Error): Promise<void> {
    this.leaving = reason;
    this.queues.dropAll();
    await settledWithin(this.queues.whenIdle(), drainMs);
    await this.commit();
    this.forgetPartitions(reason);
  }

  private forgetPartitions(reason: Error): void {
    this.leaving = reason;
    this.queues.dropAll();
    void this.commit();
    this.resumeAll();
    this.partitions.clear();
  }

  /** The client remembers what was paused, also when the broker has forgotten this member. */
  private resumeAll(): void {
    for (const { topic, partition, isPaused } of this.partitions.values()) {
      if (isPaused) this.consumer.resume([{ topic, partitions: [partition] }]);
    }
  }

  private async commitUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.options.settings.commitIntervalMs, signal);
      await this.commit();
    }
  }

  /** A commit that fails is made good by the next; until then more would come again. */
  private async commit(): Promise<void> {
    const changed = [...this.partitions.values()].filter(({ progress }) => progress.hasUnsaved());
    if (changed.length === 0) return;
    const offsets = changed.map(({ topic, partition, progress }) => ({
      ...{ topic, partition, handledOffset: progress.handledOffset },
      offset: String(progress.handledOffset + 1),
    }));
    try {
      await this.consumer.commitOffsets(offsets);
    } catch {
      return;
    }
    changed.forEach(({ progress }, index) => {
      progress.savedOffset = offsets[index]?.handledOffset ?? progress.savedOffset;
    });
  }
}
