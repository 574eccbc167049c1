import type { Logger } from 'pino';
import { within } from './bounded';

interface StopStep {
  readonly name: string;
  readonly timeoutMs: number;
  readonly stop: () => Promise<void> | void;
}

/** What has been started, so that it can be stopped in exactly the reverse order. */
export class StopList {
  private readonly steps: StopStep[] = [];

  add(name: string, timeoutMs: number, stop: StopStep['stop']): void {
    this.steps.push({ name, timeoutMs, stop });
  }

  /**
   * Stops everything, last started first. A step that fails or takes too long is logged and left
   * behind, so that the rest is still closed in order. Answers with the names of those steps.
   */
  async stopAll(logger: Logger): Promise<readonly string[]> {
    const abandoned: string[] = [];
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      try {
        await within(step.name, step.timeoutMs, step.stop);
      } catch (err) {
        abandoned.push(step.name);
        logger.error({ err, step: step.name }, 'a step of the stop was abandoned');
      }
    }
    return abandoned;
  }
}
