/** A message that was fetched, on its way to being dealt with. */
export interface Outstanding {
  /** It needs no further delivery. */
  readonly finish: () => void;
}

interface Entry {
  readonly offset: number;
  isDone: boolean;
}

/**
 * How far one partition of a topic has come. Messages of different companies finish out of order;
 * what is handled ends before the first that is not finished. Offsets stay far below 2^53.
 */
export class Progress {
  private readonly entries: Entry[] = [];
  unfinishedCount = 0;
  /** Up to here everything is done. */
  handledOffset: number;
  /** Up to here the transport knows. */
  savedOffset: number;

  constructor(savedOffset = -1) {
    this.handledOffset = savedOffset;
    this.savedOffset = savedOffset;
  }

  /** Finished messages too, as long as one before them is not. */
  get rememberedCount(): number {
    return this.entries.length;
  }

  hasUnsaved(): boolean {
    return this.handledOffset > this.savedOffset;
  }

  /** Notes a fetched message; offsets must grow. */
  add(offset: number): Outstanding {
    const entry = { offset, isDone: false };
    this.entries.push(entry);
    this.unfinishedCount += 1;
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
    if (count > 0) this.entries.splice(0, count);
  }
}
