import type { Instant } from '@accounting/kernel';
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { AttemptCounter, AttemptSubject } from '../application/authentication-ports';
import {
  attempt,
  backOffs,
  forgettableFrom,
  takenBack,
  type Attempts,
} from '../domain/sign-in-back-off';

/** Attempts, and from when on they may be forgotten. */
export interface KeptAttempts {
  readonly attempts: Attempts;
  readonly forgettableFrom: Instant;
}

/** What shall be kept under some names from now on; `undefined` is to be forgotten. */
export type AttemptChanges = ReadonlyMap<string, KeptAttempts | undefined>;

/** Where counted attempts are kept, by the name of what they are counted against. */
export interface AttemptRecords {
  /**
   * Changes what is kept under these names in one step: nobody else changes it between what
   * `decide` is told and what it answers. It is asked again when somebody did.
   */
  change(
    names: readonly string[],
    now: Instant,
    decide: (kept: ReadonlyMap<string, Attempts>) => AttemptChanges,
  ): Promise<void>;
}

/** What was typed is kept as a digest: strangers also type addresses that nobody here has. */
const nameOf = (subject: AttemptSubject): string => {
  if (subject.kind === 'address') return `address:${subject.address}`;
  return `${subject.kind}:${createHash('sha256').update(subject.emailKey).digest('hex')}`;
};

const keep = ({ kind }: AttemptSubject, attempts: Attempts): KeptAttempts => ({
  attempts,
  forgettableFrom: forgettableFrom(attempts, backOffs[kind]),
});

const withoutOne = (
  subjects: readonly AttemptSubject[],
  kept: ReadonlyMap<string, Attempts>,
): [string, KeptAttempts][] =>
  subjects.flatMap((subject) => {
    const name = nameOf(subject);
    const before = kept.get(name);
    return before === undefined ? [] : [[name, keep(subject, takenBack(before))]];
  });

/** Counts by the rules of the domain, wherever the counts are kept. */
export const createAttemptCounter = (
  records: AttemptRecords,
  logger: Pick<Logger, 'warn'>,
): AttemptCounter => {
  const begin: AttemptCounter['begin'] = async (subjects, now) => {
    let attempted: readonly (ReturnType<typeof attempt> & { subject: AttemptSubject })[] = [];
    const isAllowed = (): boolean => attempted.every((each) => each.isAllowed);
    await records.change(subjects.map(nameOf), now, (kept) => {
      attempted = subjects.map((subject) => ({
        subject,
        ...attempt(kept.get(nameOf(subject)), backOffs[subject.kind], now),
      }));
      if (!isAllowed()) return new Map();
      return new Map(
        attempted.map(({ subject, attempts }) => [nameOf(subject), keep(subject, attempts)]),
      );
    });
    if (!isAllowed()) return { isAllowed: false, locks: [] };
    const locks = attempted.flatMap(({ subject: { kind }, beginsLock: until }) =>
      until === undefined ? [] : [{ kind, until }],
    );
    return { isAllowed: true, locks };
  };

  const forgive = (subjects: readonly AttemptSubject[], now: Instant): Promise<void> => {
    const shared = subjects.filter(({ kind }) => kind === 'address');
    const own = subjects.filter(({ kind }) => kind !== 'address').map(nameOf);
    return records.change(
      subjects.map(nameOf),
      now,
      (kept) =>
        new Map([...own.map((name) => [name, undefined] as const), ...withoutOne(shared, kept)]),
    );
  };

  return {
    begin,
    takeBack: (subjects, now) =>
      records.change(subjects.map(nameOf), now, (kept) => new Map(withoutOne(subjects, kept))),
    succeed: (subjects, now) =>
      forgive(subjects, now).catch((err: unknown) => {
        logger.warn({ err }, 'attempts that succeeded could not be forgiven; they count on');
      }),
  };
};
