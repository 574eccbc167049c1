/** One line of the table. */
export interface Result {
  readonly name: string;
  readonly perSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly ratio?: { readonly of: string; readonly value: number; readonly atLeast: number };
  readonly p99MsAtMost?: number;
  /** A figure with a unit of its own, and what it must not exceed. */
  readonly figure?: { readonly value: number; readonly unit: string; readonly atMost?: number };
}

const number = (value: number | undefined, digits = 0): string =>
  value === undefined ? '' : value.toLocaleString('en', { maximumFractionDigits: digits });

const verdict = ({ ratio, p99Ms, p99MsAtMost, figure }: Result): string => {
  const misses = [
    ratio !== undefined && ratio.value < ratio.atLeast,
    p99MsAtMost !== undefined && p99Ms !== undefined && p99Ms > p99MsAtMost,
    figure?.atMost !== undefined && figure.value > figure.atMost,
  ];
  const hasTarget = ratio ?? p99MsAtMost ?? figure?.atMost;
  return hasTarget === undefined ? '' : misses.includes(true) ? 'missed' : 'met';
};

const row = (result: Result): readonly string[] => {
  const { name, perSecond, p50Ms, p99Ms, ratio, figure } = result;
  return [
    name,
    figure === undefined ? number(perSecond) : `${number(figure.value, 1)} ${figure.unit}`,
    number(p50Ms, 1),
    number(p99Ms, 1),
    ratio === undefined
      ? figure?.atMost === undefined
        ? ''
        : `≤ ${String(figure.atMost)} ${figure.unit}`
      : `${ratio.value.toFixed(2)} × ${ratio.of} (≥ ${String(ratio.atLeast)})`,
    verdict(result),
  ];
};

/** Prints the results as one table. */
export const report = (results: readonly Result[]): void => {
  const table = [['', 'per second', 'p50 ms', 'p99 ms', 'target', ''], ...results.map(row)];
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  for (const cells of table) {
    const line = cells.map((cell, column) => {
      const width = widths?.[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    process.stdout.write(`${line.join('  ')}\n`);
  }
};
