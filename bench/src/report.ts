import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { benchDatabaseSettings } from './settings';

/** One line of the table. */
export interface Result {
  readonly name: string;
  readonly perSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly ratio?: { readonly of: string; readonly value: number; readonly atLeast: number };
  readonly perSecondAtLeast?: number;
  readonly p50MsAtMost?: number;
  readonly p99MsAtMost?: number;
  /** A figure with a unit of its own, and what it must not exceed. */
  readonly figure?: { readonly value: number; readonly unit: string; readonly atMost?: number };
}

const number = (value: number | undefined, digits = 0): string =>
  value === undefined ? '' : value.toLocaleString('en', { maximumFractionDigits: digits });

/** True where a target is met, false where it is missed; nothing where there is none. */
const judgements = (result: Result): readonly boolean[] => [
  ...required(result),
  ...limited(result),
];

const required = ({ ratio, perSecond, perSecondAtLeast: least }: Result): readonly boolean[] => [
  ...(ratio === undefined ? [] : [ratio.value >= ratio.atLeast]),
  ...(least === undefined ? [] : [perSecond !== undefined && perSecond >= least]),
];

const isWithin = (value: number | undefined, atMost: number | undefined): readonly boolean[] =>
  atMost === undefined ? [] : [value !== undefined && value <= atMost];

const limited = ({ p50Ms, p50MsAtMost, p99Ms, p99MsAtMost, figure }: Result) => [
  ...isWithin(p50Ms, p50MsAtMost),
  ...isWithin(p99Ms, p99MsAtMost),
  ...(figure?.atMost === undefined ? [] : [figure.value <= figure.atMost]),
];

const verdict = (result: Result): string => {
  const judged = judgements(result);
  if (judged.length === 0) return '';
  return judged.includes(false) ? 'missed' : 'met';
};

const row = (result: Result): readonly string[] => {
  const { name, perSecond, p50Ms, p99Ms, figure } = result;
  return [
    name,
    figure === undefined ? number(perSecond) : `${number(figure.value, 1)} ${figure.unit}`,
    number(p50Ms, 1),
    number(p99Ms, 1),
    targets(result).join(', '),
    verdict(result),
  ];
};

/** Each with what was reached, where that does not stand in a column of its own. */
const targets = ({
  ratio,
  perSecondAtLeast,
  p50MsAtMost,
  p99MsAtMost,
  figure,
}: Result): readonly string[] => [
  ...(perSecondAtLeast === undefined ? [] : [`≥ ${number(perSecondAtLeast)}/s`]),
  ...(p50MsAtMost === undefined ? [] : [`p50 ≤ ${String(p50MsAtMost)} ms`]),
  ...(ratio === undefined
    ? []
    : [`${ratio.value.toFixed(2)} × ${ratio.of} (≥ ${String(ratio.atLeast)})`]),
  ...(p99MsAtMost === undefined ? [] : [`p99 ≤ ${String(p99MsAtMost)} ms`]),
  ...(figure?.atMost === undefined ? [] : [`≤ ${String(figure.atMost)} ${figure.unit}`]),
];

/** Prints the results as one table. */
export const printTable = (results: readonly Result[]): void => {
  const table = [['', 'per second', 'p50 ms', 'p99 ms', 'target', ''], ...results.map(row)];
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  for (const cells of table) {
    const line = cells.map((cell, column) => {
      const width = widths?.[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    process.stdout.write(`${line.join('  ').trimEnd()}\n`);
  }
};

/** Writes the results with the machine, versions and settings; gives the file's place. */
export const writeResults = (results: readonly Result[]): string => {
  const at = new Date().toISOString();
  const file = join('bench', 'results', `${at.replaceAll(':', '-').slice(0, 19)}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const [processor] = cpus();
  const machine = {
    processor: processor?.model,
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: 18,
    settings: { ...benchDatabaseSettings, fsync: 'on', synchronous_commit: 'on' },
  };
  const judged = results.map((result) => ({ ...result, verdict: verdict(result) }));
  writeFileSync(file, `${JSON.stringify({ at, machine, results: judged }, null, 2)}\n`);
  return file;
};
