import { configurationTable } from '@accounting/service-host';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compliance } from '../src/service';

const cellsOf = (line: string): string =>
  line
    .split('|')
    .map((cell) => cell.trim())
    .join('|');

describe('the README of compliance', () => {
  it('says of every setting what it means', () => {
    const lines = readFileSync(join(__dirname, '..', 'README.md'), 'utf8').split('\n');
    const written = new Set(lines.map(cellsOf));
    const rows = configurationTable(compliance).trim().split('\n').slice(2).map(cellsOf);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !written.has(row))).toEqual([]);
  });
});
