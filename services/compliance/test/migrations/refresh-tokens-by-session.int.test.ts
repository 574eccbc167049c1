import { createDatabase, databaseMigrations, migrate } from '@accounting/database';
import { eventStoreMigrations } from '@accounting/event-store';
import { newUuid } from '@accounting/kernel';
import { createTestDatabase } from '@accounting/testing';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(__dirname, '../../migrations');
const others = [databaseMigrations, eventStoreMigrations];

/** The migrations that were there before the one under test. */
const earlierMigrations = (): string => {
  const earlier = mkdtempSync(join(tmpdir(), 'earlier-migrations-'));
  for (const name of readdirSync(folder)) {
    if (name < '0011') copyFileSync(join(folder, name), join(earlier, name));
  }
  return earlier;
};

describe('the migration that lets a session name its refresh token', () => {
  it('finds the one that was not used, and lets nobody go on where there is none', async () => {
    const earlier = earlierMigrations();
    const test = await createTestDatabase({
      name: 'compliance',
      sets: [...others, { name: 'compliance', folder: earlier }],
    });
    const owner = createDatabase({ url: test.ownerUrl, applicationName: 'test' });
    const run = (text: string, values: readonly unknown[] = []) =>
      owner.withoutCompany((connection) => connection.query<{ token: string }>(text, values));
    const [userId, open, usedUp, used, unused, last] = Array.from({ length: 6 }, newUuid);
    await run(
      `INSERT INTO compliance.people (user_id, email, email_key, display_name)
       VALUES ($1, 'ana@example.ge', 'ana@example.ge', 'Ana')`,
      [userId],
    );
    await run(
      `INSERT INTO compliance.sessions
       SELECT id, $2, gen_random_uuid(), false, '192.0.2.1', now(), now(), now()
       FROM unnest($1::uuid[]) AS id`,
      [[open, usedUp], userId],
    );
    await run(
      `INSERT INTO compliance.refresh_tokens (token_id, session_id, digest, expires_at, used_at)
       VALUES ($1, $4, '', now(), now()), ($2, $4, '', now(), NULL), ($3, $5, '', now(), now())`,
      [used, unused, last, open, usedUp],
    );

    await migrate({ url: test.ownerUrl, sets: [...others, { name: 'compliance', folder }] });

    const { rows } = await run(
      `SELECT refresh_token_id AS token FROM compliance.sessions
       ORDER BY session_id = $1 DESC`,
      [open],
    );
    expect(rows[0]).toEqual({ token: unused });
    expect([used, last, unused]).not.toContain(rows[1]?.token);
    await owner.close();
    await test.drop();
    rmSync(earlier, { recursive: true });
  });
});
