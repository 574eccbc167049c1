import type { MessagingLogger } from '../logger';

/** Says when a group's messages cannot be taken, and when they can again, each once. */
export class FailureLog {
  private readonly failing = new Set<string>();

  constructor(
    private readonly logger: MessagingLogger,
    private readonly group: string,
  ) {}

  /** Notes how a hand-over went: without a failure, well. */
  note(failure: { readonly error: unknown; readonly key: string } | undefined): void {
    const { group } = this;
    if (failure === undefined) {
      if (this.failing.size === 0) return;
      this.failing.clear();
      this.logger.info({ group }, 'messages are taken again');
      return;
    }
    if (this.failing.size === 0) {
      const facts = { group, companyId: failure.key, err: failure.error };
      this.logger.warn(facts, 'messages cannot be taken; they are handed over again and again');
    }
    this.failing.add(failure.key);
  }
}
