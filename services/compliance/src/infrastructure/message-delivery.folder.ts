import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageDelivery, TokenMessage } from '../application/authentication-ports';

/** Names may hold letters that a header line may not (RFC 2047). */
const encodedWord = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

const subjectOf = (message: TokenMessage): string =>
  message.purpose === 'reset' ? 'Set a new password' : 'You are invited to the accounting system';

const introductionOf = (message: TokenMessage): readonly string[] =>
  message.purpose === 'reset'
    ? ['Set a password with this token (POST /api/v1/auth/password-resets):']
    : [
        `${message.companyName} invites you to work in its books. Accept with this token`,
        '(POST /api/v1/auth/invitation-acceptances); choose a password with it if you have none:',
      ];

const messageText = (message: TokenMessage): string =>
  [
    `To: ${encodedWord(message.displayName)} <${message.to}>`,
    `Subject: ${subjectOf(message)}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...introductionOf(message),
    '',
    message.token,
    '',
    `It works once, until ${message.expiresAt}. If you did not expect it, leave it unused.`,
    '',
  ].join('\r\n');

/**
 * Puts each message into a folder, made when it is missing, as a file that only its owner can read,
 * until a service sends them. A file appears under its name when it is complete.
 */
export const createFolderDelivery = (folder: string | undefined): MessageDelivery => ({
  canDeliver: folder !== undefined,
  deliver: async (message) => {
    if (folder === undefined) throw new Error('there is no folder for messages');
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
  },
});
