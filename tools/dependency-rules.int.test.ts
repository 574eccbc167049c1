import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canaries, planted } from './dependency-rules/canaries';
import { cleanTree, type Tree } from './dependency-rules/clean-tree';
import { placedPackages, rules } from './dependency-rules/rules.cjs';

const program = join(__dirname, 'dependency-rules', 'cruise-planted.mjs');

/** The names of the rules that each tree violates, in order. */
const rulesViolatedBy = (trees: readonly Tree[]): readonly string[][] =>
  JSON.parse(
    execFileSync(process.execPath, [program], { input: JSON.stringify(trees), encoding: 'utf8' }),
  ) as string[][];

describe('dependency rules', () => {
  it('have a canary each', () => {
    const withCanary = new Set(canaries.map((canary) => canary.rule));
    expect(rules.map(({ name }) => name).filter((name) => !withCanary.has(name))).toEqual([]);
  });

  it('give every package its place in the order', () => {
    const folder = join(__dirname, '..', 'packages');
    const packages = readdirSync(folder).filter((name) =>
      existsSync(join(folder, name, 'package.json')),
    );
    expect(packages.filter((name) => !placedPackages.includes(name))).toEqual([]);
  });

  describe('over planted trees', () => {
    const cases = canaries.map((canary) => ({
      title: `${canary.rule} stops ${canary.from} from importing ${canary.imports}`,
      ...canary,
    }));
    let violated: readonly string[][];
    beforeAll(() => {
      violated = rulesViolatedBy([cleanTree, ...canaries.map(planted)]);
    }, 120_000);

    it('let a tree pass that has every room and points inward', () => {
      expect(violated[0]).toEqual([]);
    });

    it.each(cases.map(({ title, rule }, index) => ({ title, rule, index })))(
      '$title, and no other rule fires',
      ({ rule, index }) => {
        expect(violated[index + 1]).toEqual([rule]);
      },
    );
  });
});
