import { Progress, type Outstanding } from '../delivering/progress';

/**
 * Finished messages remembered behind an unfinished one, at most: so many are delivered again when
 * the process dies just then.
 */
const rememberedCountMax = 10_000;

/** How far one slot of one topic has come, and what to fetch next. */
export class SlotProgress extends Progress {
  /** False when the last fetch found less than it asked for and nobody rang since. */
  mayHaveMore = true;
  /** Up to here messages were fetched. */
  fetchedOffset: number;

  constructor(
    readonly topic: string,
    readonly slot: number,
    savedOffset: number,
  ) {
    super(savedOffset);
    this.fetchedOffset = savedOffset;
  }

  /** How many to fetch now; 0 until half of the window is free, so that fetches stay large. */
  room(window: number): number {
    if (!this.mayHaveMore || this.rememberedCount >= rememberedCountMax) return 0;
    return this.unfinishedCount <= window / 2 ? window - this.unfinishedCount : 0;
  }

  override add(offset: number): Outstanding {
    this.fetchedOffset = offset;
    return super.add(offset);
  }
}
