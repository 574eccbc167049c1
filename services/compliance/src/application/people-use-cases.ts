import { invariant, reject, type Uuid } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { later } from '../domain/instants';
import { emailKeyOf, parseDisplayName, parseEmailAddress } from '../domain/person-details';
import { lifetimesMs } from '../domain/session-policy';
import { errors as userErrors } from '../domain/user/errors';
import { errors } from './authentication-errors';
import type { PasswordTokens, People, Person } from './authentication-ports';
import type { PasswordDelivery } from './password-delivery';
import type { Registration } from './registration';
import { digestOf, newSecretText } from './secret-values';
import type { SessionStore } from './session-ports';
import { keyedOriginOf, originOf, type UserCommands } from './user-commands';
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
  readonly registration: Registration;
  readonly passwordTokens: PasswordTokens;
  readonly passwordDelivery: PasswordDelivery;
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

const register =
  ({ people, registration }: Dependencies): Users['register'] =>
  async (context, { email: typed, displayName: typedName }) => {
    const email = parseEmailAddress(typed);
    if (email === undefined) throw reject(errors.emailInvalid, { field: 'email' });
    const displayName = parseDisplayName(typedName);
    if (displayName === undefined) {
      throw reject(errors.displayNameInvalid, { field: 'displayName' });
    }
    const existing = await people.findByEmailKey(email.key);
    if (existing !== undefined) return summaryOf(existing);
    const newcomer = { email, displayName, origin: 'invitation' } as const;
    await registration.register(originOf(context), newcomer);
    // Whoever was faster: there is one person with the address now.
    const person = await people.findByEmailKey(email.key);
    invariant(person !== undefined, 'who was registered is found');
    return summaryOf(person);
  };

const invite =
  ({ users, people, passwordTokens, passwordDelivery }: Dependencies): Users['invite'] =>
  async (context, userId) => {
    const { companyId, now } = context;
    const [person] = await people.find([userId]);
    if (person === undefined) throw reject(userErrors.userUnknown);
    const token = newSecretText();
    const expiresAt = later(now, lifetimesMs.invitation);
    const data = { companyId, expiresAt };
    await users.run(originOf(context), userId, { type: 'InviteUser', data }, (transaction) =>
      passwordTokens.put(transaction, {
        userId,
        purpose: 'invitation',
        digest: digestOf(token),
        expiresAt,
      }),
    );
    await passwordDelivery.send(person, { purpose: 'invitation', token, expiresAt });
    return { token, expiresAt };
  };

export const createPeopleUseCases = (dependencies: Dependencies): PeopleUseCases => {
  const { users, people, sessions } = dependencies;
  return {
    find: async (userIds) => (await people.find(userIds)).map(summaryOf),

    findByEmail: async (email) => {
      const person = await people.findByEmailKey(emailKeyOf(email));
      return person && summaryOf(person);
    },

    register: register(dependencies),
    invite: invite(dependencies),

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
