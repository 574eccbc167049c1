import type { CompanyId, Uuid } from '@accounting/kernel';

/** What a person may do in one company, as the next access token will say. */
export interface Access {
  readonly companyId: CompanyId;
  readonly companyName: string;
  /** Of all roles of the membership together, sorted. */
  readonly permissions: readonly string[];
  /** Sessions of this company end so long after the sign-in, whatever is refreshed. */
  readonly sessionLengthMs: number;
  /** The company asks its members for a second factor. */
  readonly requiresSecondFactor: boolean;
  readonly passwordRules: PasswordRules;
}

/**
 * What a company asks of its members' passwords; of several companies the strictest
 * holds, but for the lifetime, which each asks for itself.
 */
export interface PasswordRules {
  readonly lengthMin: number;
  /** How many earlier passwords may not be used again. */
  readonly historyCount: number;
  /** Days after which a password has to be changed; 0 for never. */
  readonly lifetimeDays: number;
}

/** Who may work for which company. */
export interface AccessDirectory {
  /**
   * Active memberships in active companies, sorted by the name of the company; among them the one
   * that the person is about to accept, if it is named.
   */
  accessesOf(userId: Uuid, invitedTo?: CompanyId): Promise<readonly Access[]>;
}

/** Makes the company that the first administrator administers. */
export interface FoundFirstCompany {
  /**
   * Founds a company with this person as its administrator and answers its id. Asked again for the
   * same person, which happens after a crash, it answers the company founded then.
   */
  foundFirst(userId: Uuid): Promise<CompanyId>;
}
