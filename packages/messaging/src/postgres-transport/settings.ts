import type { BackOff } from '../timing/back-off';

/** How a subscription paces itself. */
export interface SubscriptionSettings {
  /** Messages fetched and not yet handled, at most; shared among slots and topics. */
  readonly prefetchCountMax: number;
  /** Bytes of a slot's messages, as they are stored, fetched at once; a longer one comes alone. */
  readonly fetchBytesMax: number;
  /** Companies whose messages are in hand at the same time, at most. */
  readonly concurrencyMax: number;
  /** How often to look for messages without having been told of any. */
  readonly pollIntervalMs: number;
  /** How often cursors are saved; what was handled since is delivered again after a crash. */
  readonly saveIntervalMs: number;
  /** How often members compare how many slots each holds. */
  readonly rebalanceIntervalMs: number;
  /** Messages of one company handed over together, at most. */
  readonly batchCountMax: number;
  /** Waits after messages were rejected, and while the bus does not answer. */
  readonly retry: BackOff;
}

/** What holds where a service says nothing else. */
export const defaultSubscriptionSettings: SubscriptionSettings = {
  prefetchCountMax: 32_000,
  fetchBytesMax: 2 * 1_048_576,
  concurrencyMax: 16,
  pollIntervalMs: 1_000,
  saveIntervalMs: 100,
  rebalanceIntervalMs: 1_000,
  batchCountMax: 500,
  retry: { delayMsMin: 200, delayMsMax: 10_000 },
};
