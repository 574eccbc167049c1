import type { Database, Transaction } from '@accounting/database';
import { invariant, reject, type ActorId } from '@accounting/kernel';
import { later } from '../domain/instants';
import { errors as membershipErrors } from '../domain/membership/errors';
import { parseDisplayName, parseEmailAddress } from '../domain/person-details';
import { lifetimesMs } from '../domain/session-policy';
import { errors as userErrors } from '../domain/user/errors';
import { errors } from './authentication-errors';
import type {
  InvitationStore,
  KeptInvitation,
  PasswordHashing,
  People,
  Person,
} from './authentication-ports';
import type { PasswordRuleChecks } from './password-rules';
import type { PasswordSetting } from './password-setting';
import type { Registration } from './registration';
import { digestOf, newSecretText } from './secret-values';
import type { TokenMessages } from './token-messages';
import { originOf } from './user-commands';
import type { Invitations } from './user-ports';

interface Dependencies {
  readonly database: Pick<Database, 'write'>;
  readonly people: People;
  readonly registration: Registration;
  readonly invitationStore: InvitationStore;
  readonly tokenMessages: TokenMessages;
  readonly hashing: PasswordHashing;
  readonly rules: PasswordRuleChecks;
  readonly passwordSetting: PasswordSetting;
}

/** Details as they were typed, checked; rejects naming the field that is wrong. */
const detailsOf = (typed: { readonly email: string; readonly displayName: string }) => {
  const email = parseEmailAddress(typed.email);
  if (email === undefined) throw reject(errors.emailInvalid, { field: 'email' });
  const displayName = parseDisplayName(typed.displayName);
  if (displayName === undefined) throw reject(errors.displayNameInvalid, { field: 'displayName' });
  return { email, displayName };
};

const issue =
  ({ invitationStore, tokenMessages }: Dependencies): Invitations['issue'] =>
  ({ companyId, now, logger }, { companyName, ...invitee }) => {
    const token = newSecretText();
    const expiresAt = later(now, lifetimesMs.invitation);
    const kept = { ...invitee, companyId, expiresAt, digest: digestOf(token) };
    const { userId, email: to, displayName } = invitee;
    return {
      expiresAt,
      record: (transaction) => invitationStore.put(transaction, kept),
      send: async () => {
        const message = { purpose: 'invitation', to, displayName, companyName } as const;
        await tokenMessages.send({ ...message, token, expiresAt }).catch((err: unknown) => {
          logger.error({ err, userId }, 'the message of an invitation could not be sent');
          throw reject(errors.invitationNotSent, { userId });
        });
      },
    };
  };

/** A first password is set with the invitation; who has one keeps it. */
const requireFitting = (person: Person, newPassword: string | undefined): void => {
  const field = 'newPassword';
  if (person.password === undefined && newPassword === undefined) {
    throw reject(errors.passwordMissing, { field });
  }
  if (person.password !== undefined && newPassword !== undefined) {
    throw reject(userErrors.passwordChosen, { field });
  }
};

const open =
  (dependencies: Dependencies): Invitations['open'] =>
  async ({ now, correlationId }, { token, newPassword }) => {
    const { database, people, invitationStore, hashing, rules, passwordSetting } = dependencies;
    const digest = digestOf(token);
    const found = await invitationStore.find(digest, now);
    const [person] = found === undefined ? [] : await people.find([found.userId]);
    if (found === undefined || person?.isActive !== true) {
      throw reject(membershipErrors.invitationRefused, { field: 'token' });
    }
    requireFitting(person, newPassword);
    const { userId, companyId, displayName } = found;
    const useUp = async (transaction: Transaction): Promise<void> => {
      const isFirst = await invitationStore.remove(transaction, { companyId, userId, digest });
      if (!isFirst) throw reject(membershipErrors.invitationRefused, { field: 'token' });
    };
    if (newPassword === undefined) {
      return { userId, companyId, complete: () => database.write([], useUp) };
    }
    const named = { ...person, displayName };
    const hashed = await hashing.inTurn((turn) =>
      rules.hashOf(turn, named, { password: newPassword, field: 'newPassword' }, companyId),
    );
    const origin = { actorId: userId as string as ActorId, correlationId, now };
    return {
      userId,
      companyId,
      complete: () =>
        passwordSetting.set(origin, {
          person,
          reason: 'invitation',
          ...hashed,
          useUp: async (transaction) => {
            await useUp(transaction);
            await people.rename(transaction, userId, displayName);
          },
        }),
    };
  };

const viewOf = ({ userId, email, displayName, expiresAt }: KeptInvitation) => ({
  userId,
  email,
  displayName,
  expiresAt,
});

export const createInvitations = (dependencies: Dependencies): Invitations => {
  const { people, registration, invitationStore, tokenMessages } = dependencies;
  return {
    requireSending: () => {
      if (!tokenMessages.canSend) throw reject(errors.messagesNotSent);
    },

    address: async (context, typed) => {
      const { email, displayName } = detailsOf(typed);
      const details = { email: email.address, displayName };
      const existing = await people.findByEmailKey(email.key);
      if (existing !== undefined) return { ...details, userId: existing.userId };
      await registration.register(originOf(context), { email, displayName, origin: 'invitation' });
      // Whoever was faster: there is one person with the address now.
      const person = await people.findByEmailKey(email.key);
      invariant(person !== undefined, 'who was registered is found');
      return { ...details, userId: person.userId };
    },

    issue: issue(dependencies),
    open: open(dependencies),

    find: async (companyId, userIds) => (await invitationStore.of(companyId, userIds)).map(viewOf),

    withdraw: async (transaction, member) => {
      await invitationStore.remove(transaction, member);
    },
  };
};
