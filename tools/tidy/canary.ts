/** Files that break one rule in one place. */
export interface Canary {
  readonly files: Readonly<Record<string, string>>;
  /** Where the one finding must be: a path, with its line where the check knows it. */
  readonly at: string;
}

/** What a check must find, and what looks alike and is right. */
export interface Canaries {
  readonly stopped: readonly Canary[];
  readonly passed: readonly Readonly<Record<string, string>>[];
}

export const source = 'services/tax/src/domain/rate.ts';
export const index = 'packages/kernel/src/index.ts';
export const money = 'packages/kernel/src/money.ts';

export const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `work(${index});`).join('\n');
