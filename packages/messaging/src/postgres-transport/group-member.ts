import type { Notification, Client } from 'pg';
import type { MessagingLogger } from '../logger';
import type { SubscriptionOptions } from '../port';
import { Bell } from '../timing/bell';
import { CompanyQueues, type Delivery } from './company-queues';
import type { SubscriptionSettings } from './settings';
import type { SlotProgress } from './slot-progress';
import { SlotHolding } from './slot-holding';
import { membershipPayload } from './slots';
import { StalledCompanies, type Stall, type StallsWaiting } from './stalled-companies';
import { toIncomingMessage, type StoredMessage } from './stored-message';
import type { Cursor, SubscriptionStore } from './subscription-store';

export interface GroupMemberOptions {
  readonly client: Client;
  readonly store: SubscriptionStore;
  readonly subscription: SubscriptionOptions;
  readonly settings: SubscriptionSettings;
  readonly logger: MessagingLogger;
}

/** Messages of a stalled company read at a time, once its first retry has worked. */
const stallBatchCountMax = 50;
/** Stalled companies that are read in one round, so that many of them do not starve the others. */
const stallRoundCountMax = 20;

/**
 * One member of a consumer group, for as long as its connection lives. All statements run one after
 * the other in its loop, on the connection that holds the slots: who has lost the slots can no
 * longer save anything.
 */
export class GroupMember {
  private readonly bell = new Bell();
  private readonly holding: SlotHolding;
  private readonly queues: CompanyQueues;
  private readonly stalls: StalledCompanies;
  /** Stalled companies with messages in the queues. */
  private readonly queuedStallCounts = new Map<Stall, number>();
  private nextPollAtMs = 0;
  private nextSaveAtMs = 0;

  constructor(private readonly options: GroupMemberOptions) {
    const { client, store, settings, subscription } = options;
    this.holding = new SlotHolding(client, store, settings.rebalanceIntervalMs);
    this.stalls = new StalledCompanies({ ...settings, nowMs: Date.now });
    this.queues = new CompanyQueues({
      concurrencyMax: settings.concurrencyMax,
      handle: async (message) => subscription.handle(toIncomingMessage(message)),
      onSettled: () => this.onSettled(),
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
    await this.fetchStalled();
    if (Date.now() >= this.nextSaveAtMs) {
      await this.save();
      this.nextSaveAtMs = Date.now() + this.options.settings.saveIntervalMs;
    }
    await this.bell.wait(this.idleMs());
  }

  private idleMs(): number {
    const saveAtMs = this.holding.unsaved().length > 0 ? this.nextSaveAtMs : Infinity;
    const { nextRetryAtMs } = this.waitingStalls();
    const nextLookAtMs = Math.min(this.nextPollAtMs, this.holding.nextLookAtMs);
    return Math.max(1, Math.min(nextLookAtMs, saveAtMs, nextRetryAtMs) - Date.now());
  }

  private async rebalance(): Promise<void> {
    const { taken, leaving } = await this.holding.rebalance();
    for (const slot of taken) this.stalls.load(await this.options.store.loadStalls(slot));
    for (const slot of leaving) {
      const isOfSlot = (message: StoredMessage): boolean => message.slot === slot;
      for (const delivery of this.queues.drop(isOfSlot)) this.forgetStallDelivery(delivery);
      if (this.queues.isInHand(isOfSlot)) continue;
      await this.save();
      this.stalls.forgetSlot(slot);
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
    for (const message of await this.options.store.fetch(wanted)) {
      const place = this.holding.progressOf(message);
      if (place === undefined) continue;
      found.set(place, (found.get(place) ?? 0) + 1);
      this.accept(message, place);
    }
    for (const one of wanted) {
      if (found.get(one.progress) === one.countMax) one.progress.mayHaveMore = true;
    }
  }

  private windowFor(progress: readonly SlotProgress[]): number {
    return Math.max(1, Math.floor(this.options.settings.prefetchCountMax / progress.length));
  }

  private accept(message: StoredMessage, progress: SlotProgress): void {
    const outstanding = progress.add(message.offset);
    // A stalled company reads its messages itself.
    if (this.stalls.find(message) !== undefined) outstanding.finish();
    else {
      this.queues.add({
        message,
        succeed: () => outstanding.finish(),
        sideline: () => outstanding.finish(),
        fail: (error) => {
          this.noteFailure(message, error);
          outstanding.finish();
        },
      });
    }
  }

  private async fetchStalled(): Promise<void> {
    for (const stall of this.waitingStalls().due.slice(0, stallRoundCountMax)) {
      const countMax = stall.attempts > 0 ? 1 : stallBatchCountMax;
      const messages = await this.options.store.fetchCompany(stall, countMax);
      if (messages.length > 0) this.acceptStalled(stall, messages);
      else this.finishStall(stall);
    }
  }

  private waitingStalls(): StallsWaiting {
    return this.stalls.waiting(
      (stall) => this.queuedStallCounts.has(stall) || this.holding.isLeaving(stall.slot),
    );
  }

  private acceptStalled(stall: Stall, messages: readonly StoredMessage[]): void {
    this.queuedStallCounts.set(stall, messages.length);
    for (const message of messages) {
      this.queues.add({
        message,
        succeed: () => {
          this.stalls.succeed(stall, message);
          this.forgetStallDelivery({ message });
        },
        sideline: () => this.forgetStallDelivery({ message }),
        fail: (error) => {
          this.forgetStallDelivery({ message });
          this.noteFailure(message, error);
        },
      });
    }
  }

  /** The company has nothing left; it goes on with its slot unless the slot is still behind it. */
  private finishStall(stall: Stall): void {
    const progress = this.holding.progressOf(stall);
    if (progress === undefined || progress.fetchedOffset < stall.nextOffset - 1) {
      stall.retryAtMs = Date.now() + this.options.settings.saveIntervalMs;
    } else {
      this.stalls.remove(stall);
    }
  }

  private forgetStallDelivery({ message }: Pick<Delivery, 'message'>): void {
    const stall = this.stalls.find(message);
    const count = stall === undefined ? undefined : this.queuedStallCounts.get(stall);
    if (stall === undefined || count === undefined) return;
    if (count > 1) this.queuedStallCounts.set(stall, count - 1);
    else this.queuedStallCounts.delete(stall);
  }

  private noteFailure(message: StoredMessage, error: unknown): void {
    const { stall, parked } = this.stalls.fail(message, error);
    const { topic, companyId } = message;
    const later = this.queues.drop(
      (other) => other.topic === topic && other.companyId === companyId,
    );
    for (const delivery of later) delivery.sideline();
    const facts = {
      group: this.options.subscription.group,
      ...{ topic, companyId, offset: message.offset, messageId: message.headers['ce_id'] },
      ...{ attempts: parked?.attempts ?? stall.attempts, reason: parked?.reason ?? stall.reason },
    };
    if (parked !== undefined) this.options.logger.error(facts, 'message parked as a dead letter');
    else this.options.logger.warn(facts, 'message failed and will be tried again');
  }

  private async save(): Promise<void> {
    const unsaved = this.holding.unsaved();
    // Taken at one moment: a cursor must not be ahead of the stalls it has passed.
    const cursors: readonly Cursor[] = unsaved.map(({ topic, slot, handledOffset }) => ({
      ...{ topic, slot, handledOffset },
    }));
    const changes = this.stalls.takeChanges();
    const hasChanges = Object.values(changes).some((list: readonly unknown[]) => list.length > 0);
    if (cursors.length === 0 && !hasChanges) return;
    await this.options.store.save(cursors, changes);
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
    const hasDueStall = this.waitingStalls().due.length > 0;
    if (hasRoom || hasDueStall || this.holding.isAnyLeaving() || this.hasSaveDue()) {
      this.bell.ring();
    }
  }

  private hasSaveDue(): boolean {
    return Date.now() >= this.nextSaveAtMs;
  }
}
