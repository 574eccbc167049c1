import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPasswordHandover } from '../../src/infrastructure/password-handover.file';

const credentials = { email: 'first@example.ge', password: 'generated' };
const lines: string[] = [];
const writeLine = (line: string): void => {
  lines.push(line);
};

describe('the password of the first administrator', () => {
  it('goes to a new file that only its owner can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'handover-'));
    const path = join(folder, 'password');
    const handover = createPasswordHandover({ path, writeLine });
    await handover.handOver(credentials);
    expect(await readFile(path, 'utf8')).toBe('first@example.ge\ngenerated\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, 'somebody else');
    await expect(handover.handOver(credentials)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(path, 'utf8')).toBe('somebody else');
    expect(lines).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('is one line where there is no file', async () => {
    await createPasswordHandover({ path: undefined, writeLine }).handOver(credentials);
    expect(lines).toEqual(['First administrator: first@example.ge generated\n']);
  });
});
