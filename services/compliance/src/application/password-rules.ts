import { rejectAll, type CompanyId, type Uuid } from '@accounting/kernel';
import {
  errors as passwordErrors,
  normalisedPassword,
  passwordViolations,
  strictestOf,
  type PasswordDemands,
} from '../domain/password-policy';
import type { AccessDirectory } from './access-ports';
import type { Hashing, PasswordStore, PasswordStrength, Person } from './authentication-ports';

export interface PasswordRuleChecks {
  /** What the companies of a person together ask of their password. */
  demandsOn(userId: Uuid, invitedTo?: CompanyId): Promise<PasswordDemands>;
  /**
   * The hash of a new password. Rejects with `password_unsuitable`, every reason listed under
   * `field`, when the person may not use it. What a company asks counts also for who accepts its
   * invitation with the password.
   */
  hashOf(
    hashing: Hashing,
    person: Person,
    proposed: { readonly password: string; readonly field: string },
    invitedTo?: CompanyId,
  ): Promise<{ readonly hash: string; readonly historyCount: number }>;
}

export const createPasswordRuleChecks = ({
  access,
  passwords,
  strength,
}: {
  readonly access: AccessDirectory;
  readonly passwords: PasswordStore;
  readonly strength: PasswordStrength;
}): PasswordRuleChecks => {
  const demandsOn: PasswordRuleChecks['demandsOn'] = async (userId, invitedTo) => {
    const accesses = await access.accessesOf(userId, invitedTo);
    return strictestOf(accesses.map(({ passwordRules }) => passwordRules));
  };

  const isUsedBefore = async (
    hashing: Hashing,
    { userId }: Person,
    password: string,
    historyCount: number,
  ): Promise<boolean> => {
    for (const hash of await passwords.lastHashes(userId, historyCount)) {
      if (await hashing.verify(password, hash)) return true;
    }
    return false;
  };

  return {
    demandsOn,
    hashOf: async (hashing, person, { password: typed, field }, invitedTo) => {
      const password = normalisedPassword(typed);
      const demands = await demandsOn(person.userId, invitedTo);
      const { emailKey, displayName } = person;
      const proposed = {
        password,
        emailKey,
        displayName,
        isGuessable: strength.isGuessable(password, [emailKey, displayName]),
        isUsedBefore: false,
      };
      // The history costs a hash each, so it is asked last, of what would do otherwise.
      const violations = passwordViolations(proposed, demands, field);
      if (violations.length > 0) throw rejectAll(passwordErrors.passwordUnsuitable, violations);
      const { historyCount } = demands;
      if (await isUsedBefore(hashing, person, password, historyCount)) {
        throw rejectAll(
          passwordErrors.passwordUnsuitable,
          passwordViolations({ ...proposed, isUsedBefore: true }, demands, field),
        );
      }
      return { hash: await hashing.hash(password), historyCount };
    },
  };
};
