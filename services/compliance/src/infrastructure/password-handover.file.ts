import { open } from 'node:fs/promises';
import type { PasswordHandover } from '../application/authentication-ports';

/**
 * Writes the password into a file of its own, or where there is none to standard output: past the
 * log, which is kept and copied.
 */
export const createPasswordHandover = ({
  path,
  writeLine,
}: {
  readonly path: string | undefined;
  readonly writeLine: (line: string) => void;
}): PasswordHandover => ({
  handOver: async ({ email, password }) => {
    if (path === undefined) {
      writeLine(`First administrator: ${email} ${password}\n`);
      return;
    }
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${email}\n${password}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  },
});
