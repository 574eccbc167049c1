import { invariant, type Clock, type NewUuid } from '@accounting/kernel';
import { parseEmailAddress } from '../domain/person-details';
import { standardDemands } from '../domain/password-policy';
import type { FoundFirstCompany } from './access-ports';
import type {
  FirstAdministratorStore,
  PasswordHandover,
  PasswordHashing,
  PasswordStore,
} from './authentication-ports';
import type { Registration } from './registration';
import { newSecretText } from './secret-values';
import { serviceActor } from './signing-key-use-cases';

interface Dependencies {
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly registration: Registration;
  readonly passwords: PasswordStore;
  readonly hashing: PasswordHashing;
  readonly firstAdministrator: FirstAdministratorStore;
  readonly handover: PasswordHandover;
  readonly companies: FoundFirstCompany;
  readonly firstAdministratorEmail: string;
}

/** Another replica was faster, or somebody exists after all. */
class NotNeeded extends Error {}

const create = async (dependencies: Dependencies): Promise<void> => {
  const { clock, newUuid, registration, passwords, hashing } = dependencies;
  const { firstAdministrator, handover, firstAdministratorEmail } = dependencies;
  const email = parseEmailAddress(firstAdministratorEmail);
  invariant(email !== undefined, 'the setting is an email address');
  const now = clock();
  const password = newSecretText();
  const hash = await hashing.inTurn((turn) => turn.hash(password));
  let handedOver: Promise<void> | undefined;
  const origin = { actorId: serviceActor, correlationId: newUuid(), now };
  const newcomer = {
    email,
    displayName: 'Administrator',
    origin: 'first_administrator',
  } as const;
  await registration.register(origin, newcomer, async (transaction, userId) => {
    const isClaimed = await firstAdministrator.claim(transaction, userId);
    if (!isClaimed) throw new NotNeeded();
    const { historyCount } = standardDemands;
    await passwords.set(transaction, userId, { hash, setAt: now, historyCount });
    // Before the commit: a password handed over in vain is replaced at the next start, while one
    // that was lost with the process could not be. Once, however often the transaction is tried.
    handedOver ??= handover.handOver({ email: email.address, password });
    await handedOver;
  });
};

/**
 * Makes sure that somebody can sign in: where there never was anybody, registers an administrator
 * with a generated password, and has their company founded. May be run by several replicas at once,
 * and again after a crash.
 */
export const ensureFirstAdministrator = async (dependencies: Dependencies): Promise<void> => {
  const { firstAdministrator, companies } = dependencies;
  if (await firstAdministrator.isNeeded()) {
    await create(dependencies).catch((failure: unknown) => {
      if (!(failure instanceof NotNeeded)) throw failure;
    });
  }
  await firstAdministrator.foundCompany((userId) => companies.foundFirst(userId));
};
