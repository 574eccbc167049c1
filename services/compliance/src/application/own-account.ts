import { reject, Uuid } from '@accounting/kernel';
import type { RequestContext } from '@accounting/service-host';
import { normalisedPassword } from '../domain/password-policy';
import { errors as userErrors } from '../domain/user/errors';
import { errors } from './authentication-errors';
import type {
  AttemptCounter,
  AttemptSubject,
  Hashing,
  People,
  Person,
} from './authentication-ports';
import type { Session, SessionStore } from './session-ports';

/** The person who asks, as what they ask about themselves needs them. */
export interface OwnAccount {
  personOf(context: RequestContext): Promise<Person>;
  /** The session of the access token. */
  sessionOf(context: RequestContext): Promise<Session>;
  /**
   * Makes sure that it is the person and not somebody who found their screen. Failures count as
   * those of signing in do. Rejects with `current_password_wrong`, naming the field.
   */
  requirePassword(
    context: RequestContext,
    person: Person,
    hashing: Hashing,
    typed: { readonly password: string; readonly field: string },
  ): Promise<void>;
  /** Takes the attempts back that `requirePassword` has counted. */
  forgive(context: RequestContext, person: Person): Promise<void>;
}

/** What the attempts of somebody who has signed in are counted against. */
export const ownSubjects = ({ emailKey }: Person): readonly AttemptSubject[] => [
  { kind: 'account', emailKey },
];

export const createOwnAccount = ({
  people,
  sessions,
  attempts,
}: {
  readonly people: People;
  readonly sessions: SessionStore;
  readonly attempts: AttemptCounter;
}): OwnAccount => ({
  personOf: async ({ actorId }) => {
    const userId = Uuid.parse(actorId);
    const [person] = userId === undefined ? [] : await people.find([userId]);
    if (person === undefined) throw reject(userErrors.userUnknown);
    return person;
  },
  sessionOf: async ({ credential, now }) => {
    const { sessionId = '' } = credential;
    const session =
      Uuid.parse(sessionId) === undefined ? undefined : await sessions.find(sessionId, now);
    if (session === undefined) throw reject(errors.sessionEnded);
    return session;
  },
  requirePassword: async ({ now }, person, hashing, { password, field }) => {
    const verdict = await attempts.begin(ownSubjects(person), now);
    const isRight = await hashing.verify(normalisedPassword(password), person.password?.hash);
    if (isRight && verdict.isAllowed) return;
    throw reject(errors.currentPasswordWrong, { field });
  },
  forgive: ({ now }, person) => attempts.succeed(ownSubjects(person), now),
});
