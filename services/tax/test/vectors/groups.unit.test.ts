import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import figures from './georgian-figures.json';

/** Groups that belong to others: exchange differences to the ledger, costing to inventory. */
const ofOthers: readonly string[] = ['note', 'fx', 'iban', 'inventory'];

const testFolder = join(__dirname, '..');
const tests = readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(testFolder, name), 'utf8'))
  .join('\n');

describe('the worked figures of the Georgian rules', () => {
  it.each(Object.keys(figures).filter((group) => !ofOthers.includes(group)))(
    'are reproduced: %s',
    (group) => {
      expect(tests).toContain(`describe('figures: ${group}'`);
    },
  );
});
