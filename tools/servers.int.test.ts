import { spawnSync } from 'node:child_process';
import path from 'node:path';

const tools = __dirname;

/** Runs Node where nothing but Node is on the path, or where all is. */
const node = (words: readonly string[], environment: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    env: { PATH: '/nowhere', HOME: process.env['HOME'], ...environment },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

const availability = path.join(tools, 'servers/availability.cjs');
const leftOut = path.join(tools, 'servers/left-out.mjs');

const evaluate = (script: string, environment: Record<string, string> = {}): string =>
  node(['--input-type=module', '--eval', script], environment).output;

describe('tests that need Kafka or Redis', () => {
  it('are known not to run where these are missing, with what to install', () => {
    const output = evaluate(`
      import availability from ${JSON.stringify(availability)};
      console.log(JSON.stringify(availability.missingServers()));`);
    expect(JSON.parse(output)).toEqual([
      expect.objectContaining({ name: 'Kafka', suffix: 'kafka' }),
      expect.objectContaining({
        name: 'Redis',
        suffix: 'redis',
        reason: expect.stringContaining('install the system package redis-server') as string,
      }),
    ]);
  });

  it('are named one by one when they did not run', () => {
    const missing = [{ name: 'Kafka', suffix: 'kafka', reason: 'no Java' }];
    const output = evaluate(`
      import { linesOfLeftOut } from ${JSON.stringify(leftOut)};
      console.log(linesOfLeftOut(${JSON.stringify(missing)}).join('\\n'));`);
    expect(output).toMatch(/!!! NOT RUN: [1-9]\d* test files need Kafka\. no Java\./);
    expect(output).toContain('packages/messaging/test/kafka-transport.contract.kafka.int.test.ts');
  });

  it('fail the run in CI', () => {
    const { status, output } = node([path.join(tools, 'test.mjs')], { REQUIRE_SERVERS: 'all' });
    expect(status).toBe(1);
    expect(output).toContain('The tests with Redis cannot run');
  });
});
