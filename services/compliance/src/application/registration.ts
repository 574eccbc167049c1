import type { Transaction } from '@accounting/database';
import type { NewUuid, Uuid } from '@accounting/kernel';
import type { EmailAddress } from '../domain/person-details';
import type { RegistrationOrigin } from '../domain/user/events';
import type { People } from './authentication-ports';
import type { Origin, UserCommands } from './user-commands';

/** Somebody to register. */
export interface Newcomer {
  readonly email: EmailAddress;
  readonly displayName: string;
  readonly origin: RegistrationOrigin;
}

export interface Registration {
  /**
   * Registers a person and answers their id, or `undefined` when somebody has the address already.
   * `alongside` writes what belongs to them.
   */
  register(
    origin: Origin,
    newcomer: Newcomer,
    alongside?: (transaction: Transaction, userId: Uuid) => Promise<void>,
  ): Promise<Uuid | undefined>;
}

/** Somebody else has registered the address meanwhile. */
class AddressTaken extends Error {}

export const createRegistration = ({
  users,
  people,
  newUserId,
}: {
  readonly users: UserCommands;
  readonly people: People;
  /** Random throughout: an id with a time in it tells how long somebody has been known. */
  readonly newUserId: NewUuid;
}): Registration => ({
  register: async (context, { email, displayName, origin }, alongside) => {
    const userId = newUserId();
    const person = { userId, email: email.address, emailKey: email.key, displayName };
    const command = { type: 'RegisterUser', data: { userId, origin } } as const;
    try {
      await users.run(context, userId, command, async (transaction) => {
        const isAdded = await people.add(transaction, person);
        if (!isAdded) throw new AddressTaken();
        await alongside?.(transaction, userId);
      });
      return userId;
    } catch (failure) {
      if (failure instanceof AddressTaken) return undefined;
      throw failure;
    }
  },
});
