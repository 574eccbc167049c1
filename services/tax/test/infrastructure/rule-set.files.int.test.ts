import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTaxLaw } from '../../src/infrastructure/rule-set.files';
import { taxLaw } from '../tax-law';
import figures from '../vectors/georgian-figures.json';

const delivered = join(__dirname, '../../rules');

describe('the rules as delivered', () => {
  it('name sources that the edition explains', () => {
    const named = new Set(taxLaw.rules.rules.flatMap(({ sources }) => sources));
    expect([...named].filter((source) => !(source in taxLaw.sources))).toEqual([]);
  });

  it('are named in both languages, Georgian in its own letters', () => {
    for (const { name } of taxLaw.rules.rules) {
      expect(name.english).toMatch(/^[\x20-\x7e’]+$/u);
      expect(name.georgian).toMatch(/[ა-ჰ]/u);
    }
  });

  it('need an accountant wherever nothing but general knowledge speaks for them', () => {
    const doubtful = taxLaw.rules.rules.filter(({ sources }) => sources.join() === 'GK');
    expect(doubtful.filter(({ status }) => status === 'confirmed')).toEqual([]);
  });
});

describe('a folder of rules', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'));
    cpSync(delivered, folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives the same law wherever it is', () => {
    expect(readTaxLaw(folder).rules.rules).toEqual(taxLaw.rules.rules);
  });

  it.each([
    ['vat.json', '{"rules": []}', 'the rule set has vat.standard_rate'],
    ['vat.json', '{', 'vat.json of the rule set cannot be used'],
    ['holidays.json', '{}', 'holidays.json of the rule set cannot be used'],
    ['form-30.json', '{}', 'form-30.json of the rule set cannot be used'],
    ['more.json', '{"rules": [{"id": "x"}]}', 'more.json of the rule set cannot be used'],
  ])('with %s saying %s is refused with the file’s name', (name, text, complaint) => {
    writeFileSync(join(folder, name), text);
    expect(() => readTaxLaw(folder)).toThrow(complaint);
  });
});

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
