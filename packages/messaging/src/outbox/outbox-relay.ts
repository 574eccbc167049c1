import type { CommittedEvent, EventLog, Position } from '@accounting/event-store';
import type { Clock } from '@accounting/kernel';
import type { MessagingLogger } from '../logger';
import type { OutgoingMessage, Transport } from '../port';
import { backOffDelayMs, type BackOff } from '../timing/back-off';
import { Bell, pause } from '../timing/bell';
import type { LeaderLock, Leadership } from './leader-lock';
import { RelayLag } from './relay-lag';
import { RelayState } from './relay-state';

/** Who publishes what, from where to where. */
export interface OutboxRelayOptions {
  readonly eventLog: EventLog;
  readonly transport: Pick<Transport, 'publish'>;
  /** Domain event to integration event; `undefined` keeps the fact private. */
  readonly publish: (event: CommittedEvent) => OutgoingMessage | undefined;
  /** Name of the checkpoint. */
  readonly follower: string;
  /** Keeps the relays of other processes of the service waiting. */
  readonly leaderLock: LeaderLock;
  readonly logger: MessagingLogger;
  readonly clock: Clock;
  /** Events read and published at a time; 1,000 unless said otherwise, and at most. */
  readonly batchCountMax?: number;
  /** How long to wait after reading everything there was; 100 ms unless said otherwise. */
  readonly pollIntervalMs?: number;
  /** Waits after failures; 100 ms to 5,000 ms unless said otherwise. */
  readonly retry?: BackOff;
  /** Told after each batch has been published, with the number of messages; for metrics. */
  readonly onPublished?: (messageCount: number) => void;
}

/** Carries the facts of one service's event log to the transport. */
export interface OutboxRelay {
  /**
   * Runs until the signal aborts, finishing the batch in hand; never rejects. While the database or
   * the transport is away it tries again with back-off and logs each change of state once.
   */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Seconds since the oldest fact occurred that is known to wait, 0 when none does. While the log
   * cannot be read, seconds since it was last known to be empty. 0 in a process that does not lead.
   */
  lagSeconds(): number;
}

const defaults = {
  batchCountMax: 1000,
  pollIntervalMs: 100,
  retry: { delayMsMin: 100, delayMsMax: 5_000 },
};

/**
 * Publishes facts in the order of their commits, at least once: a crash between publishing and
 * moving the checkpoint repeats a batch, and consumers recognise the repetition by the message's
 * identifier. A fact that `publish` or the transport refuses holds up all later ones on purpose:
 * skipping it would lose it for good.
 */
export const createOutboxRelay = (given: OutboxRelayOptions): OutboxRelay => {
  const options = { ...defaults, ...given };
  const lag = new RelayLag(options.clock);
  const state = new RelayState(options.logger, options.follower);

  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        await options.leaderLock.lead(
          signal,
          (leadership) => relay(options, leadership, lag, state),
          () => lag.stop(),
        );
        lag.stop();
      } catch (error) {
        lag.fail();
        state.fail(error);
      }
      await pause(backOffDelayMs(options.retry, state.failures), signal);
    }
    lag.stop();
  };

  return { run, lagSeconds: () => lag.seconds() };
};

type RelayOptions = OutboxRelayOptions & typeof defaults;

/** Publishes for as long as this process leads; rejects at the first failure. */
const relay = async (
  options: RelayOptions,
  { signal, onWake }: Leadership,
  lag: RelayLag,
  state: RelayState,
): Promise<void> => {
  const { eventLog, follower, batchCountMax, pollIntervalMs } = options;
  const bell = new Bell();
  onWake(() => bell.ring());
  lag.start();
  let position = await eventLog.loadCheckpoint(follower);
  while (!signal.aborted) {
    const events = await eventLog.readCommitted(position, batchCountMax);
    lag.found(events);
    position = (await publishBatch(options, events)) ?? position;
    state.succeed();
    if (events.length < batchCountMax) {
      lag.caughtUp();
      await bell.wait(pollIntervalMs, signal);
    }
  }
};

const publishBatch = async (
  { eventLog, follower, publish, transport, onPublished }: RelayOptions,
  events: readonly CommittedEvent[],
): Promise<Position | undefined> => {
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const messages = events.map(publish).filter((message) => message !== undefined);
  if (messages.length > 0) await transport.publish(messages);
  await eventLog.saveCheckpoint(follower, last.position);
  onPublished?.(messages.length);
  return last.position;
};
