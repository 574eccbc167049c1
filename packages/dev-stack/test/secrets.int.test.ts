import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSecrets } from '../src/secrets';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the secrets of a data folder', () => {
  it('are generated once and stay the same', () => {
    const first = loadSecrets(folder);
    const password = first.passwordOf('accounting-core-owner');
    const key = first.serviceKeyOf('tax');
    const secret = first.secretOf('gateway');
    const second = loadSecrets(folder);
    expect(second.signingKey).toEqual(first.signingKey);
    expect(second.passwordOf('accounting-core-owner')).toBe(password);
    expect(second.serviceKeyOf('tax')).toEqual(key);
    expect(key.keyId).toBe('tax');
    expect(second.secretOf('gateway')).toBe(secret);
  });

  it('are completed where an earlier version had fewer', () => {
    const { signingKey } = loadSecrets(folder);
    const file = path.join(folder, 'secrets.json');
    const { privateKeyPem: signingKeyPem } = signingKey;
    writeFileSync(file, JSON.stringify({ signingKeyPem, passwords: { owner: 'known' } }));
    const secrets = loadSecrets(folder);
    expect(secrets.passwordOf('owner')).toBe('known');
    expect(secrets.secretOf('gateway')).toHaveLength(43);
  });

  it('differ between roles and between folders', () => {
    const other = mkdtempSync(path.join(tmpdir(), 'secrets-'));
    const secrets = loadSecrets(folder);
    const passwords = [
      secrets.passwordOf('owner'),
      secrets.passwordOf('service'),
      loadSecrets(other).passwordOf('owner'),
    ];
    rmSync(other, { recursive: true });
    expect(new Set(passwords).size).toBe(3);
    expect(passwords.every((password) => password.length >= 32)).toBe(true);
  });

  it('are in a file that only its owner may read', () => {
    loadSecrets(folder).passwordOf('owner');
    const file = path.join(folder, 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('owner');
  });

  it('are not replaced when the file cannot be read', () => {
    writeFileSync(path.join(folder, 'secrets.json'), '{ broken');
    expect(() => loadSecrets(folder)).toThrow('JSON');
    expect(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).toBe('{ broken');
  });
});
