/** Everything started so far, so that a failure on the way stops it again. */
export class Parts {
  private readonly stoppers: (() => Promise<void>)[] = [];
  private readonly killers: (() => void)[] = [];
  private stopping: Promise<void> | undefined;

  add(stop: () => Promise<void>, kill: () => void): void {
    this.stoppers.unshift(stop);
    this.killers.unshift(kill);
  }

  get areStopping(): boolean {
    return this.stopping !== undefined;
  }

  stop(): Promise<void> {
    this.stopping ??= this.stoppers.reduce(
      (previous, stop) => previous.then(stop),
      Promise.resolve(),
    );
    return this.stopping;
  }

  kill(): void {
    this.stopping ??= Promise.resolve();
    for (const kill of this.killers) kill();
  }
}
