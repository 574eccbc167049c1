import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { banCanaries, plainCanaries, typedCanaries, type Canary } from './lint-rules/canaries';
import { bans } from './lint-rules/bans.mjs';

const program = join(__dirname, 'lint-rules', 'lint-planted.mjs');

interface Planted {
  readonly path: string;
  readonly code: string;
  readonly typed?: boolean;
}

/** The ids of the rules that complain about each planted piece of code, in order. */
const complaintsAbout = (planted: readonly Planted[]): readonly string[][] =>
  JSON.parse(
    execFileSync(process.execPath, [program], { input: JSON.stringify(planted), encoding: 'utf8' }),
  ) as string[][];

const named = (canaries: readonly Canary[], rulePrefix = ''): [string, Canary][] =>
  canaries.map((canary) => [`${rulePrefix}${canary.rule} at ${canary.path}`, canary]);

describe('lint rules', () => {
  it('have a canary for every ban', () => {
    const withCanary = new Set(banCanaries.map((canary) => canary.rule));
    expect(bans.map((ban) => ban.name).filter((name) => !withCanary.has(name))).toEqual([]);
  });

  it('show every allowance of a ban in a canary', () => {
    const shown = new Set(banCanaries.filter((canary) => canary.allowedAt).map(({ rule }) => rule));
    const limited = bans.filter((ban) => ban.within !== undefined || ban.allowedIn !== undefined);
    expect(limited.map((ban) => ban.name).filter((name) => !shown.has(name))).toEqual([]);
  });

  describe('stop', () => {
    const cases = [
      ...named(banCanaries, 'accounting/').map(([title, canary]) => ({
        title,
        rule: `accounting/${canary.rule}`,
        planted: { path: canary.path, code: canary.code },
      })),
      ...named(plainCanaries).map(([title, canary]) => ({
        title,
        rule: canary.rule,
        planted: { path: canary.path, code: canary.code },
      })),
      ...named(typedCanaries).map(([title, canary]) => ({
        title,
        rule: canary.rule,
        planted: { path: canary.path, code: canary.code, typed: true },
      })),
    ];
    let complaints: readonly string[][];
    beforeAll(() => {
      complaints = complaintsAbout(cases.map(({ planted }) => planted));
    });

    it.each(cases.map(({ title, rule }, index) => ({ title, rule, index })))(
      '$title',
      ({ rule, index }) => {
        expect(complaints[index]).toContain(rule);
      },
    );
  });

  describe('let pass, where it is at home,', () => {
    const cases = banCanaries.flatMap(({ rule, code, allowedAt }) =>
      allowedAt === undefined ? [] : [{ rule: `accounting/${rule}`, path: allowedAt, code }],
    );
    let complaints: readonly string[][];
    beforeAll(() => {
      complaints = complaintsAbout(cases);
    });

    it.each(cases.map(({ rule, path }, index) => ({ rule, path, index })))(
      '$rule at $path',
      ({ rule, index }) => {
        expect(complaints[index]).not.toContain(rule);
      },
    );
  });
});
