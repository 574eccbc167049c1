import { configurationTable } from '@accounting/service-host';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compliance } from '../src/service';

describe('the README of the service', () => {
  it('lists every setting with its default and meaning', () => {
    const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
    const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim());
    const rows = readme.split('\n').filter((line) => line.startsWith('|'));
    const written = new Set(rows.map((line) => cellsOf(line).join('|')));
    const settings = configurationTable(compliance).trim().split('\n').slice(2);
    expect(settings.length).toBeGreaterThan(20);
    const missing = settings.filter((line) => !written.has(cellsOf(line).join('|')));
    expect(missing).toEqual([]);
  });
});
