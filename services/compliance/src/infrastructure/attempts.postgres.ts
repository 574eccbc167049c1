import type { Database, Transaction } from '@accounting/database';
import { invariant, type Instant } from '@accounting/kernel';
import { createHash } from 'node:crypto';
import type { AttemptCounter, AttemptSubject } from '../application/authentication-ports';
import {
  attempt,
  backOffs,
  forgettableFrom,
  takenBack,
  type Attempts,
  type BackOff,
} from '../domain/sign-in-back-off';

interface AttemptsRow {
  readonly subject: string;
  readonly count: number;
  readonly falls_from: Instant;
  readonly locked_until: Instant | null;
}

/** What was typed is kept as a digest: strangers also type addresses that nobody here has. */
const nameOf = (subject: AttemptSubject): string => {
  if (subject.kind === 'address') return `address:${subject.address}`;
  return `${subject.kind}:${createHash('sha256').update(subject.emailKey).digest('hex')}`;
};

const attemptsOf = ({ count, falls_from, locked_until }: AttemptsRow): Attempts => ({
  count,
  fallsFrom: falls_from,
  ...(locked_until !== null && { lockedUntil: locked_until }),
});

const lock = async (
  transaction: Transaction,
  names: readonly string[],
): Promise<ReadonlyMap<string, Attempts>> => {
  // In one order everywhere, so that nobody waits for somebody who waits for them.
  const { rows } = await transaction.query<AttemptsRow>(
    `SELECT subject, count, falls_from, locked_until FROM compliance.attempts
     WHERE subject = ANY ($1) ORDER BY subject FOR UPDATE`,
    [names],
  );
  return new Map(rows.map((row) => [row.subject, attemptsOf(row)]));
};

const save = async (
  transaction: Transaction,
  name: string,
  attempts: Attempts,
  backOff: BackOff,
): Promise<void> => {
  await transaction.query(
    `UPDATE compliance.attempts
     SET count = $2, falls_from = $3, locked_until = $4, forgettable_from = $5
     WHERE subject = $1`,
    [
      name,
      attempts.count,
      attempts.fallsFrom,
      attempts.lockedUntil ?? null,
      forgettableFrom(attempts, backOff),
    ],
  );
};

const takeBack = async (
  transaction: Transaction,
  subjects: readonly AttemptSubject[],
): Promise<void> => {
  const locked = await lock(transaction, subjects.map(nameOf));
  for (const subject of subjects) {
    const name = nameOf(subject);
    const before = locked.get(name);
    const backOff = backOffs[subject.kind];
    if (before !== undefined) await save(transaction, name, takenBack(before), backOff);
  }
};

export const createAttemptCounter = (database: Database): AttemptCounter => ({
  begin: (subjects, now) =>
    database.write([], async (transaction) => {
      const names = subjects.map(nameOf);
      await transaction.query(
        `INSERT INTO compliance.attempts (subject, count, falls_from, forgettable_from)
         SELECT subject, 0, $2, $2 FROM unnest($1::text[]) AS subject ORDER BY subject
         ON CONFLICT (subject) DO NOTHING`,
        [names, now],
      );
      const locked = await lock(transaction, names);
      const attempted = subjects.map((subject) => {
        const before = locked.get(nameOf(subject));
        invariant(before !== undefined, 'what was inserted is there');
        return { subject, ...attempt(before, backOffs[subject.kind], now) };
      });
      if (attempted.some(({ isAllowed }) => !isAllowed)) return { isAllowed: false, locks: [] };
      for (const { subject, attempts } of attempted) {
        await save(transaction, nameOf(subject), attempts, backOffs[subject.kind]);
      }
      return {
        isAllowed: true,
        locks: attempted.flatMap(({ subject: { kind }, beginsLock: until }) =>
          until === undefined ? [] : [{ kind, until }],
        ),
      };
    }),

  takeBack: (subjects) => database.write([], (transaction) => takeBack(transaction, subjects)),

  succeed: async (transaction, subjects) => {
    const shared = subjects.filter(({ kind }) => kind === 'address');
    const own = subjects.filter(({ kind }) => kind !== 'address').map(nameOf);
    // Accounts before addresses, as the names sort and `begin` locks them.
    await transaction.query('DELETE FROM compliance.attempts WHERE subject = ANY ($1)', [own]);
    await takeBack(transaction, shared);
  },
});
