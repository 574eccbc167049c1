import type { MessagingLogger } from '../logger';

/** Whether publishing works, said once when it changes. */
export class RelayState {
  failures = 0;

  constructor(
    private readonly logger: MessagingLogger,
    private readonly follower: string,
  ) {}

  fail(error: unknown): void {
    this.failures += 1;
    if (this.failures > 1) return;
    this.logger.warn(
      { follower: this.follower, err: error },
      'relay cannot publish; it keeps trying',
    );
  }

  succeed(): void {
    if (this.failures === 0) return;
    this.logger.info({ follower: this.follower, failures: this.failures }, 'relay publishes again');
    this.failures = 0;
  }
}
