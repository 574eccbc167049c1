import type { Transaction } from '@accounting/database';
import type { PasswordReason } from '../domain/user/events';
import type { AttemptCounter, PasswordStore, Person } from './authentication-ports';
import { ownSubjects } from './own-account';
import type { SessionStore } from './session-ports';
import type { Origin, UserCommands } from './user-commands';

/** A new password, with everything that changes along with it. */
export interface NewPassword {
  readonly person: Person;
  readonly reason: PasswordReason;
  readonly hash: string;
  readonly historyCount: number;
  /** The session that may go on. */
  readonly exceptSessionId?: string;
  /** Uses up what the person has proven themselves with. */
  readonly useUp: (transaction: Transaction) => Promise<void>;
}

export interface PasswordSetting {
  /** Sets the password, ends the sessions of the person, and forgives failed attempts. */
  set(origin: Origin, password: NewPassword): Promise<void>;
}

export const createPasswordSetting = ({
  users,
  passwords,
  sessions,
  attempts,
}: {
  readonly users: UserCommands;
  readonly passwords: PasswordStore;
  readonly sessions: SessionStore;
  readonly attempts: AttemptCounter;
}): PasswordSetting => ({
  set: async (origin, { person, reason, hash, historyCount, exceptSessionId, useUp }) => {
    const { userId } = person;
    const { now } = origin;
    const command = { type: 'SetPassword', data: { reason } } as const;
    await users.run(origin, userId, command, async (transaction) => {
      await useUp(transaction);
      await passwords.set(transaction, userId, { hash, setAt: now, historyCount });
      await sessions.end(transaction, { userId, ...(exceptSessionId && { exceptSessionId }) }, now);
    });
    await attempts.succeed(ownSubjects(person), now);
  },
});
