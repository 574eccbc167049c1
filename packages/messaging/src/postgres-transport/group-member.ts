import type { Notification, Client } from 'pg';
import { CompanyQueues } from '../delivering/company-queues';
import { FailureLog } from '../delivering/failure-log';
import type { MessagingLogger } from '../logger';
import type { SubscriptionOptions } from '../port';
import { Bell } from '../timing/bell';
import type { SubscriptionSettings } from './settings';
import type { SlotProgress } from './slot-progress';
import { SlotHolding } from './slot-holding';
import { membershipPayload } from './slots';
import type { StoredMessage } from './stored-message';
import type { Cursor, SubscriptionStore } from './subscription-store';

export interface GroupMemberOptions {
  readonly client: Client;
  readonly store: SubscriptionStore;
  readonly subscription: SubscriptionOptions;
  readonly settings: SubscriptionSettings;
  readonly logger: MessagingLogger;
}

/**
 * One member of a consumer group, for as long as its connection lives. All statements run one after
 * the other in its loop, on the connection that holds the slots: who has lost the slots can no
 * longer save anything.
 */
export class GroupMember {
  private readonly bell = new Bell();
  private readonly holding: SlotHolding;
  private readonly queues: CompanyQueues;
  private nextPollAtMs = 0;
  private nextSaveAtMs = 0;

  constructor(private readonly options: GroupMemberOptions) {
    const { client, store, settings, subscription, logger } = options;
    const failures = new FailureLog(logger, subscription.group);
    this.holding = new SlotHolding(client, store, settings.rebalanceIntervalMs);
    this.queues = new CompanyQueues({
      ...settings,
      deliver: (messages) => subscription.deliver(messages),
      refuse: (message) => subscription.refuse(message),
      onSettled: (failure) => {
        failures.note(failure);
        this.onSettled();
      },
    });
  }

  /** Shares in the group's work until the signal aborts; then finishes what is in hand. */
  async run(signal: AbortSignal): Promise<void> {
    const { client } = this.options;
    const wake = (): void => this.bell.ring();
    const onNotification = (notification: Notification): void => this.onNotification(notification);
    signal.addEventListener('abort', wake);
    client.on('notification', onNotification);
    try {
      await client.query('LISTEN messaging');
      await this.holding.join();
      while (!signal.aborted) await this.runRound();
    } finally {
      signal.removeEventListener('abort', wake);
      client.off('notification', onNotification);
      await this.queues.stop();
    }
    await this.save();
  }

  private async runRound(): Promise<void> {
    await this.rebalance();
    if (Date.now() >= this.nextPollAtMs) {
      this.nextPollAtMs = Date.now() + this.options.settings.pollIntervalMs;
      for (const progress of this.holding.progress()) progress.mayHaveMore = true;
    }
    await this.fetch();
    if (this.hasSaveDue()) {
      await this.save();
      this.nextSaveAtMs = Date.now() + this.options.settings.saveIntervalMs;
    }
    await this.bell.wait(this.idleMs());
  }

  private idleMs(): number {
    const saveAtMs = this.holding.unsaved().length > 0 ? this.nextSaveAtMs : Infinity;
    const nextLookAtMs = Math.min(this.nextPollAtMs, this.holding.nextLookAtMs);
    return Math.max(1, Math.min(nextLookAtMs, saveAtMs) - Date.now());
  }

  private async rebalance(): Promise<void> {
    for (const slot of await this.holding.rebalance()) {
      this.queues.dropPartition(slot);
      if (this.queues.isInHand(slot)) continue;
      await this.save();
      await this.holding.give(slot);
    }
  }

  private async fetch(): Promise<void> {
    const progress = this.holding.progress();
    const window = this.windowFor(progress);
    const wanted = progress
      .map((one) => ({ progress: one, countMax: one.room(window) }))
      .filter(({ countMax }) => countMax > 0);
    if (wanted.length === 0) return;
    // Before the answer: a ring in the meantime must not be forgotten.
    for (const one of wanted) one.progress.mayHaveMore = false;
    const found = new Map<SlotProgress, number>();
    const { fetchBytesMax } = this.options.settings;
    for (const message of await this.options.store.fetch(wanted, fetchBytesMax)) {
      const place = this.holding.progressOf(message);
      if (place === undefined) continue;
      found.set(place, (found.get(place) ?? 0) + 1);
      this.accept(message, place);
    }
    for (const one of wanted) {
      // Less may have come than there is, for its length: that it was nothing says most.
      if (found.has(one.progress)) one.progress.mayHaveMore = true;
    }
  }

  private windowFor(progress: readonly SlotProgress[]): number {
    return Math.max(1, Math.floor(this.options.settings.prefetchCountMax / progress.length));
  }

  private accept(
    { companyId, slot, offset, arrival }: StoredMessage,
    progress: SlotProgress,
  ): void {
    const { finish } = progress.add(offset);
    this.queues.add({ key: companyId, partition: slot, arrival, finish });
  }

  private async save(): Promise<void> {
    const unsaved = this.holding.unsaved();
    const cursors: readonly Cursor[] = unsaved.map(({ topic, slot, handledOffset }) => ({
      ...{ topic, slot, handledOffset },
    }));
    if (cursors.length === 0) return;
    await this.options.store.save(cursors);
    unsaved.forEach((one, index) => {
      one.savedOffset = cursors[index]?.handledOffset ?? one.savedOffset;
    });
  }

  private onNotification({ payload }: Notification): void {
    if (payload === membershipPayload(this.options.store.groupId)) this.holding.lookSoon();
    else if (!this.noteMessages(payload)) return;
    this.bell.ring();
  }

  /** Notes that a topic has new messages; false when it is none of ours. */
  private noteMessages(topic: string | undefined): boolean {
    const told = this.holding.progress().filter((progress) => progress.topic === topic);
    for (const progress of told) progress.mayHaveMore = true;
    return told.length > 0;
  }

  /** Wakes the loop only when it has something to do, which is not after each message. */
  private onSettled(): void {
    const progress = this.holding.progress();
    const window = this.windowFor(progress);
    const hasRoom = progress.some((one) => one.room(window) > 0);
    if (hasRoom || this.holding.isAnyLeaving() || this.hasSaveDue()) this.bell.ring();
  }

  private hasSaveDue(): boolean {
    return Date.now() >= this.nextSaveAtMs;
  }
}
