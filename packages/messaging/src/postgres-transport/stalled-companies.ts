import { DomainError, type ErrorKind } from '@accounting/kernel';
import { backOffDelayMs, type BackOff } from '../timing/back-off';
import type { StoredMessage } from './stored-message';

/** A company's place in a topic, apart from its slot because a message failed there. */
export interface Stall {
  readonly topic: string;
  readonly companyId: string;
  readonly slot: number;
  /** The first message that is not handled is here or later. */
  nextOffset: number;
  /** Failed attempts at that message. */
  attempts: number;
  /** Milliseconds since 1970. */
  retryAtMs: number;
  reason: string;
}

/** A message that the group gave up on. */
export interface DeadLetter {
  readonly message: StoredMessage;
  readonly attempts: number;
  readonly reason: string;
}

/** What the database does not know yet. */
export interface StallChanges {
  readonly upserts: readonly Stall[];
  readonly removals: readonly Stall[];
  readonly deadLetters: readonly DeadLetter[];
}

export interface StallsWaiting {
  readonly due: readonly Stall[];
  /** Milliseconds since 1970; `Infinity` without any. */
  readonly nextRetryAtMs: number;
}

const temporaryKinds: ReadonlySet<ErrorKind> = new Set([
  'unavailable',
  'deadline_exceeded',
  'aborted',
  'resource_exhausted',
] satisfies ErrorKind[]);

const isTemporary = (error: unknown): boolean =>
  error instanceof DomainError && temporaryKinds.has(error.kind);

const reasonLengthMax = 2_000;

const reasonOf = (error: unknown): string => {
  const text =
    error instanceof DomainError
      ? `${error.code}: ${error.message}`
      : error instanceof Error
        ? error.message
        : String(error);
  return text.slice(0, reasonLengthMax);
};

const keyOf = (place: { readonly topic: string; readonly companyId: string }): string =>
  `${place.topic} ${place.companyId}`;

/** The companies of a member's slots that stall, and what is to be saved about them. */
export class StalledCompanies {
  private readonly stalls = new Map<string, Stall>();
  private readonly upserts = new Set<Stall>();
  private readonly removals = new Set<Stall>();
  private deadLetters: DeadLetter[] = [];

  constructor(
    private readonly options: {
      readonly retry: BackOff;
      readonly attemptCountMax: number;
      readonly nowMs: () => number;
    },
  ) {}

  load(stalls: readonly Stall[]): void {
    for (const stall of stalls) this.stalls.set(keyOf(stall), stall);
  }

  forgetSlot(slot: number): void {
    for (const [key, stall] of this.stalls) if (stall.slot === slot) this.stalls.delete(key);
  }

  find(place: { readonly topic: string; readonly companyId: string }): Stall | undefined {
    return this.stalls.get(keyOf(place));
  }

  /** Stalls that are not being worked on: whose time has come, and when the next one's will. */
  waiting(isExcluded: (stall: Stall) => boolean): StallsWaiting {
    const now = this.options.nowMs();
    const due: Stall[] = [];
    let nextRetryAtMs = Infinity;
    for (const stall of this.stalls.values()) {
      if (isExcluded(stall)) continue;
      if (stall.retryAtMs <= now) due.push(stall);
      nextRetryAtMs = Math.min(nextRetryAtMs, stall.retryAtMs);
    }
    return { due, nextRetryAtMs };
  }

  /** Notes a failure: the message is tried again later, or parked when it had its attempts. */
  fail(message: StoredMessage, error: unknown): { readonly parked?: DeadLetter; stall: Stall } {
    const stall = this.stallOf(message);
    stall.nextOffset = message.offset;
    stall.attempts += 1;
    stall.reason = reasonOf(error);
    this.upserts.add(stall);
    if (!isTemporary(error) && stall.attempts >= this.options.attemptCountMax) {
      const parked = { message, attempts: stall.attempts, reason: stall.reason };
      this.deadLetters.push(parked);
      this.succeed(stall, message);
      return { stall, parked };
    }
    stall.retryAtMs = this.options.nowMs() + backOffDelayMs(this.options.retry, stall.attempts);
    return { stall };
  }

  /** Notes that a message of a stalled company needs nothing more. */
  succeed(stall: Stall, message: StoredMessage): void {
    stall.nextOffset = message.offset + 1;
    stall.attempts = 0;
    stall.retryAtMs = this.options.nowMs();
    this.upserts.add(stall);
  }

  /** The company has caught up with its slot and goes on with it. */
  remove(stall: Stall): void {
    this.stalls.delete(keyOf(stall));
    this.upserts.delete(stall);
    this.removals.add(stall);
  }

  /** Hands over what is to be saved, as it is now. */
  takeChanges(): StallChanges {
    const changes = {
      upserts: [...this.upserts].map((stall) => ({ ...stall })),
      removals: [...this.removals].filter((stall) => !this.stalls.has(keyOf(stall))),
      deadLetters: this.deadLetters,
    };
    this.upserts.clear();
    this.removals.clear();
    this.deadLetters = [];
    return changes;
  }

  private stallOf(message: StoredMessage): Stall {
    const { topic, companyId, slot, offset } = message;
    const known = this.stalls.get(keyOf(message));
    if (known !== undefined) return known;
    const stall = {
      ...{ topic, companyId, slot, nextOffset: offset },
      ...{ attempts: 0, retryAtMs: 0, reason: '' },
    };
    this.stalls.set(keyOf(stall), stall);
    return stall;
  }
}
