import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeclaration } from '@accounting/kong';
import { runRenderer } from '../../src/render/run-renderer';
import { readSettings, type Environment } from '../../src/render/settings';
import { partner, sampleCredentials } from './sample-credentials';
import { startCompliance, startKong, until } from './stand-ins';

describe('the renderer', () => {
  let folder: string;
  let lines: string[];
  let printed: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gateway-renderer-'));
    lines = [];
    printed = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const run = (args: readonly string[], environment: Environment, signal: AbortSignal) =>
    runRenderer(readSettings(args, environment), {
      log: (line) => lines.push(line),
      print: (text) => printed.push(text),
      signal,
    });
  const never = new AbortController().signal;

  it('writes a file for its owner only, and says nothing that is in it', async () => {
    const credentials = write('credentials.json', JSON.stringify(sampleCredentials));
    const output = write('kong.json', 'what was there before');
    await run(['--once', '--output', output, '--credentials-file', credentials], {}, never);
    expect(statSync(output).mode & 0o777).toBe(0o600);
    const text = readFileSync(output, 'utf8');
    expect(readDeclaration(text).consumers).toHaveLength(3);
    expect(text).toContain('shared-secret-of-key-of-p1');
    expect(lines).toEqual([`rendered to ${output}`]);
    expect(printed).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['credentials.json', 'kong.json']);
  });

  it('leaves the file as it was when something is wrong', async () => {
    const credentials = write('credentials.json', JSON.stringify(sampleCredentials));
    const output = write('kong.json', 'what was there before');
    const args = ['--once', '--output', output, '--credentials-file', credentials];
    await expect(run(args, { GATEWAY_SECRET: 'short' }, never)).rejects.toThrow('gatewaySecret');
    expect(readFileSync(output, 'utf8')).toBe('what was there before');
    const nowhere = join(folder, 'none', 'kong.json');
    args[2] = nowhere;
    await expect(run(args, {}, never)).rejects.toThrow('ENOENT');
  });

  it('removes what it could not finish', async () => {
    const credentials = write('credentials.json', JSON.stringify(sampleCredentials));
    // A folder cannot be replaced by a file.
    const args = ['--once', '--output', folder, '--credentials-file', credentials];
    await expect(run(args, {}, never)).rejects.toThrow();
    expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith(`${folder}.`))).toEqual(
      [],
    );
  });

  it('prints what it rendered when that was asked for, and names what was left out', async () => {
    const weak = partner('p', { keys: [{ keyId: 'k', algorithm: 'HS256', secret: 'tiny' }] });
    const credentials = write('credentials.json', JSON.stringify({ keys: [], partners: [weak] }));
    await run(['--once', '--stdout', '--credentials-file', credentials], {}, never);
    expect(readDeclaration(printed.join('')).consumers).toHaveLength(1);
    expect(lines).toEqual(['left out: key "k" of partner p has a secret shorter than 32 bytes']);
  });

  it('follows compliance until it is stopped, and says what happens', async () => {
    const compliance = await startCompliance(sampleCredentials);
    const kong = await startKong();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const stopping = new AbortController();
    const running = run(
      ['--watch', '--admin', kong.url.href],
      {
        COMPLIANCE_URL: compliance.url.href,
        SERVICE_SIGNING_KEY_FILE: write('renderer.pem', key),
        AUTH_AUDIENCE: 'accounting',
        GATEWAY_POLL_INTERVAL_MS: '50',
      },
      stopping.signal,
    );
    await until(() => lines.includes(`loaded into ${kong.url.href}`));
    compliance.fail(503);
    kong.fail(500);
    await until(() => lines.some((line) => line.startsWith('credentials stay as they are')));
    await until(() => lines.includes(`gateway ${kong.url.href}: answered 500 at /status`));
    stopping.abort();
    await running;
    expect(lines[0]).toBe('rendered');
    expect(lines.join()).not.toContain('shared-secret');
    await Promise.all([compliance.stop(), kong.stop()]);
  });

  it('does not begin to follow when it is stopped already', async () => {
    const credentials = write('credentials.json', JSON.stringify(sampleCredentials));
    const args = ['--watch', '--admin', 'http://127.0.0.1:1', '--credentials-file', credentials];
    await run(args, {}, AbortSignal.abort());
    expect(printed).toEqual([]);
  });
});
