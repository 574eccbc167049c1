import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const urlOf = (file: string): string => pathToFileURL(path.join(__dirname, 'workspace', file)).href;

/** Runs a program of a few lines the way node runs the tools: as an ECMAScript module. */
const evaluate = (program: string) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
};

describe('the version of Node', () => {
  const require = (version: string) =>
    evaluate(`
      import { requireNode } from '${urlOf('node-version.mjs')}';
      requireNode('${version}');
    `);

  it.each(['20.19.0', '20.20.2', '22.1.0', '100.0.0'])('may be %s', (version) => {
    expect(require(version).status).toBe(0);
  });

  it.each(['20.18.3', '18.20.0', '9.99.0'])('may not be %s, and it says what to do', (version) => {
    const { status, stderr } = require(version);
    expect(status).toBe(1);
    expect(stderr).toContain(`This needs Node 20.19 or later, and this is Node ${version}.`);
  });
});

describe('the steps of npm test', () => {
  const report = (steps: readonly { name: string; command: readonly string[] }[]) =>
    evaluate(`
      import { report, runSteps } from '${urlOf('steps.mjs')}';
      report(await runSteps(${JSON.stringify(steps)}, 2));
    `).stdout;
  const step = (name: string, program: string) => ({ name, command: ['node', '-e', program] });

  it('are all carried out and summed up in their order, whichever ends first', () => {
    const output = report([
      step('slow', 'setTimeout(() => {}, 500)'),
      step('quick', '0'),
      step('last', '0'),
    ]);
    expect(output).toMatch(/ok {4} {2}quick[^]*ok {4} {2}slow/);
    expect(output).toMatch(/Summary\n {2}ok +slow .*\n {2}ok +quick .*\n {2}ok +last/);
  });

  it('show what a failed one wrote, and nothing of those that passed', () => {
    const output = report([
      step('types', 'console.log("a mistake in line 7"); process.exit(2)'),
      step('format', 'console.log("all is well")'),
    ]);
    expect(output).toContain('FAILED  types');
    expect(output).toContain('--- types ---\na mistake in line 7');
    expect(output).not.toContain('all is well');
  });

  it('fail when their program does not exist', () => {
    expect(report([{ name: 'missing', command: ['no-such-program'] }])).toContain(
      'FAILED  missing',
    );
  });
});
