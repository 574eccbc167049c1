import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { PasswordMessage, ResetTokenDelivery } from '../application/authentication-ports';

const subjects: Readonly<Record<PasswordMessage['purpose'], string>> = {
  reset: 'Set a new password',
  invitation: 'You are invited to the accounting system',
};

/** Names may hold letters that a header line may not (RFC 2047). */
const encodedWord = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

const messageText = ({ to, displayName, purpose, token, expiresAt }: PasswordMessage): string =>
  [
    `To: ${encodedWord(displayName)} <${to}>`,
    `Subject: ${subjects[purpose]}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'Set a password with this token (POST /api/v1/auth/password-resets):',
    '',
    token,
    '',
    `It works once, until ${expiresAt}. If you did not ask for it, leave it unused.`,
    '',
  ].join('\r\n');

/**
 * Puts each message into a folder, made when it is missing, as a file that only its owner can read,
 * until a service sends them. A file appears under its name when it is complete.
 */
export const createFolderDelivery = (folder: string | undefined): ResetTokenDelivery => ({
  deliver: async (message) => {
    if (folder === undefined) return false;
    const path = join(folder, `${randomUUID()}.eml`);
    const incomplete = `${path}.incomplete`;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(incomplete, 'wx', 0o600);
    try {
      await file.writeFile(messageText(message));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(incomplete, path);
    return true;
  },
});
