/** A message fetched from a slot's topic, on its way to being done. */
export interface Outstanding {
  /** It needs no further delivery on this path: handled, or kept for later as stalled. */
  finish(): void;
}

interface Entry {
  readonly offset: number;
  isDone: boolean;
}

/**
 * Finished messages remembered behind an unfinished one, at most: so many are delivered again when
 * the process dies just then.
 */
const entryCountMax = 10_000;

/**
 * How far one slot of one topic has come. Messages of different companies finish out of order; the
 * cursor moves only past those before which nothing is unfinished.
 */
export class SlotProgress {
  private readonly entries: Entry[] = [];
  private unfinishedCount = 0;
  /** False when the last fetch found less than it asked for and nobody rang since. */
  mayHaveMore = true;
  /** Up to here messages were fetched. */
  fetchedOffset: number;
  /** Up to here everything is done. */
  handledOffset: number;
  /** Up to here the database knows. */
  savedOffset: number;

  constructor(
    readonly topic: string,
    readonly slot: number,
    savedOffset: number,
  ) {
    this.fetchedOffset = savedOffset;
    this.handledOffset = savedOffset;
    this.savedOffset = savedOffset;
  }

  /** How many to fetch now; 0 until half of the window is free, so that fetches stay large. */
  room(window: number): number {
    if (!this.mayHaveMore || this.entries.length >= entryCountMax) return 0;
    return this.unfinishedCount <= window / 2 ? window - this.unfinishedCount : 0;
  }

  /** Notes a fetched message; offsets must grow. */
  add(offset: number): Outstanding {
    const entry = { offset, isDone: false };
    this.entries.push(entry);
    this.unfinishedCount += 1;
    this.fetchedOffset = offset;
    return {
      finish: () => {
        entry.isDone = true;
        this.unfinishedCount -= 1;
        this.advance();
      },
    };
  }

  private advance(): void {
    let count = 0;
    for (const { isDone, offset } of this.entries) {
      if (!isDone) break;
      this.handledOffset = offset;
      count += 1;
    }
    this.entries.splice(0, count);
  }
}
