import type { Instant } from '@accounting/kernel';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderDelivery } from '../../src/infrastructure/reset-token-delivery.folder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'messages-'));
});
afterEach(() => rm(folder, { recursive: true }));

const message = {
  to: 'nino@example.ge',
  displayName: 'ნინო ბერიძე',
  purpose: 'reset',
  token: 'the-token',
  expiresAt: '2026-11-22T08:30:00.000Z' as Instant,
} as const;

describe('a message to set a password', () => {
  it('is one complete file that only its owner can read', async () => {
    const delivery = createFolderDelivery(folder);
    expect(await delivery.deliver(message)).toBe(true);
    expect(await delivery.deliver({ ...message, purpose: 'invitation' })).toBe(true);
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(name).toMatch(/\.eml$/);
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const text = texts.find((each) => each.includes('Subject: Set a new password')) ?? '';
    expect(text).toContain(
      `To: =?UTF-8?B?${Buffer.from('ნინო ბერიძე').toString('base64')}?= <nino@example.ge>\r\n`,
    );
    expect(text).toContain('\r\n\r\nSet a password');
    expect(text).toContain('the-token');
    expect(text).toContain('2026-11-22T08:30:00.000Z');
  });

  it('is not delivered where there is no folder', async () => {
    expect(await createFolderDelivery(undefined).deliver(message)).toBe(false);
  });

  it('makes a folder that is missing, for its owner alone', async () => {
    const missing = join(folder, 'messages');
    expect(await createFolderDelivery(missing).deliver(message)).toBe(true);
    expect((await stat(missing)).mode & 0o777).toBe(0o700);
    expect(await readdir(missing)).toHaveLength(1);
  });

  it('fails where there can be no folder, so that it is tried again', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const delivery = createFolderDelivery(file);
    await expect(delivery.deliver(message)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
