import type { DestinationStream } from 'pino';

/** Something that takes text and can empty itself at once. */
interface Sink {
  write(text: string): unknown;
  flushSync(): void;
}

const batchCharacters = 8_192;
const batchIntervalMs = 250;

/**
 * Collects log lines and hands them on together: a write per request would cost more than the rest
 * of the logging. (pino's own buffer copies all it holds for every line added to it.) Up to a
 * quarter of a second of lines is lost when the process is killed without a signal it can handle.
 */
export class LineBuffer implements DestinationStream {
  private lines: string[] = [];
  private characters = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly sink: Sink) {
    this.timer = setInterval(() => {
      this.handOn();
    }, batchIntervalMs).unref();
  }

  write(line: string): void {
    this.lines.push(line);
    this.characters += line.length;
    if (this.characters >= batchCharacters) this.handOn();
  }

  /** Everything has been written when it returns. */
  flush(): void {
    this.handOn();
    this.sink.flushSync();
  }

  /** Flushes, and collects no more on its own. */
  close(): void {
    clearInterval(this.timer);
    this.flush();
  }

  private handOn(): void {
    if (this.lines.length === 0) return;
    const batch = this.lines.join('');
    this.lines = [];
    this.characters = 0;
    this.sink.write(batch);
  }
}
