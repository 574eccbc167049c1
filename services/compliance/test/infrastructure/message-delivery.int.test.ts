import type { Instant } from '@accounting/kernel';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderDelivery } from '../../src/infrastructure/message-delivery.folder';

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

describe('a message with a token', () => {
  it('is one complete file that only its owner can read', async () => {
    const delivery = createFolderDelivery(folder);
    await delivery.deliver(message);
    await delivery.deliver({ ...message, purpose: 'invitation', companyName: 'შპს კოლხეთი' });
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
    const invitation = texts.find((each) => each.includes('Subject: You are invited')) ?? '';
    expect(invitation).toContain('\r\n\r\nშპს კოლხეთი invites you');
  });

  it('is not delivered where there is no folder', async () => {
    const delivery = createFolderDelivery(undefined);
    expect(delivery.canDeliver).toBe(false);
    await expect(delivery.deliver(message)).rejects.toThrow('no folder for messages');
  });

  it('makes a folder that is missing, for its owner alone', async () => {
    const missing = join(folder, 'messages');
    await createFolderDelivery(missing).deliver(message);
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
