import type { Uuid } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import type { People, Person } from './authentication-ports';
import type { SessionStore } from './session-ports';
import { keyedOriginOf, type UserCommands } from './user-commands';
import type { Users, UserSummary } from './user-ports';

export interface PeopleUseCases extends Users {
  deactivate(context: RequestContext, userId: Uuid): Promise<Answer<UserStatus>>;
  reactivate(context: RequestContext, userId: Uuid): Promise<Answer<UserStatus>>;
}

export interface UserStatus {
  readonly userId: Uuid;
  readonly isActive: boolean;
}

interface Dependencies {
  readonly users: UserCommands;
  readonly people: People;
  readonly sessions: SessionStore;
}

const summaryOf = (person: Person): UserSummary => {
  const { userId, email, displayName, isActive, hasSecondFactor, lastSignedInAt } = person;
  return {
    userId,
    email,
    displayName,
    isActive,
    hasSecondFactor,
    ...(lastSignedInAt && { lastSignedInAt }),
  };
};

export const createPeopleUseCases = (dependencies: Dependencies): PeopleUseCases => {
  const { users, people, sessions } = dependencies;
  return {
    find: async (userIds) => (await people.find(userIds)).map(summaryOf),

    deactivate: async (context, userId) => {
      const command = { type: 'DeactivateUser', data: { userId } } as const;
      await users.run(keyedOriginOf(context), userId, command, async (transaction) => {
        await people.setActive(transaction, userId, false);
        await sessions.end(transaction, { userId }, context.now);
      });
      return { body: { userId, isActive: false } };
    },

    reactivate: async (context, userId) => {
      const command = { type: 'ReactivateUser', data: { userId } } as const;
      await users.run(keyedOriginOf(context), userId, command, (transaction) =>
        people.setActive(transaction, userId, true),
      );
      return { body: { userId, isActive: true } };
    },
  };
};
