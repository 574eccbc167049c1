import type { Client } from 'pg';
import type { SlotProgress } from './slot-progress';
import { announceMembership, giveSlot, joinGroup, slotCount, takeSlot, viewSlots } from './slots';
import type { SubscriptionStore } from './subscription-store';

/** The slots that one member holds, and how far it has come in each. */
export class SlotHolding {
  private readonly slots = new Map<number, readonly SlotProgress[]>();
  private readonly leavingSlots = new Set<number>();
  private active: readonly SlotProgress[] = [];
  nextLookAtMs = 0;

  constructor(
    private readonly client: Client,
    private readonly store: SubscriptionStore,
    private readonly lookIntervalMs: number,
  ) {}

  async join(): Promise<void> {
    await joinGroup(this.client, this.store.groupId);
    await announceMembership(this.client, this.store.groupId);
  }

  lookSoon(): void {
    this.nextLookAtMs = 0;
  }

  /**
   * Takes free slots up to a fair share, and chooses which to leave when it has more. Answers with
   * the slots to be given up as soon as nothing of them is in hand.
   */
  async rebalance(): Promise<readonly number[]> {
    if (Date.now() < this.nextLookAtMs) return [...this.leavingSlots];
    this.nextLookAtMs = Date.now() + this.lookIntervalMs;
    const { memberCount, heldSlots } = await viewSlots(this.client, this.store.groupId);
    const share = Math.ceil(slotCount / Math.max(1, memberCount));
    const staying = [...this.slots.keys()].filter((slot) => !this.leavingSlots.has(slot));
    for (const slot of staying.slice(share)) this.leavingSlots.add(slot);
    await this.take(share - staying.length, heldSlots);
    this.refresh();
    return [...this.leavingSlots];
  }

  private async take(countMax: number, heldSlots: ReadonlySet<number>): Promise<void> {
    let taken = 0;
    for (let slot = 0; slot < slotCount && taken < countMax; slot += 1) {
      if (heldSlots.has(slot)) continue;
      if (!(await takeSlot(this.client, this.store.groupId, slot))) continue;
      this.slots.set(slot, await this.store.loadProgress(slot));
      taken += 1;
    }
  }

  /** Gives up a slot whose cursor is saved, and has the others look. */
  async give(slot: number): Promise<void> {
    this.slots.delete(slot);
    this.leavingSlots.delete(slot);
    this.refresh();
    await giveSlot(this.client, this.store.groupId, slot);
    await announceMembership(this.client, this.store.groupId);
  }

  /** Of the slots held, without those that it is leaving. */
  progress(): readonly SlotProgress[] {
    return this.active;
  }

  progressOf(place: { readonly topic: string; readonly slot: number }): SlotProgress | undefined {
    return this.slots.get(place.slot)?.find(({ topic }) => topic === place.topic);
  }

  /** What has come further than the database knows, in slots that it is leaving too. */
  unsaved(): readonly SlotProgress[] {
    return [...this.slots.values()].flat().filter((progress) => progress.hasUnsaved());
  }

  isAnyLeaving(): boolean {
    return this.leavingSlots.size > 0;
  }

  private refresh(): void {
    this.active = [...this.slots]
      .filter(([slot]) => !this.leavingSlots.has(slot))
      .flatMap(([, progress]) => progress);
  }
}
