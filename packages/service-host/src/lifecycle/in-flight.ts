/** Work that has begun and not ended, so that a stop can wait for it. */
export class InFlight<Work> {
  private readonly items = new Set<Work>();
  private whenEmpty: (() => void) | undefined;

  add(item: Work): void {
    this.items.add(item);
  }

  delete(item: Work): void {
    if (this.items.delete(item) && this.items.size === 0) this.whenEmpty?.();
  }

  forEach(act: (item: Work) => void): void {
    // A copy, because acting on an item may end it.
    [...this.items].forEach(act);
  }

  /** Resolves with true when all have ended, with false when the time is over. */
  empty(timeoutMs: number): Promise<boolean> {
    if (this.items.size === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(false);
      }, timeoutMs);
      this.whenEmpty = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
