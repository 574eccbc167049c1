import type { CompanyId, Uuid } from '@accounting/kernel';
import type { RequestContext } from '@accounting/service-host';

/** One person, as those see them who administer a company. */
export interface UserSummary {
  readonly userId: Uuid;
  readonly email: string;
  readonly displayName: string;
  readonly isActive: boolean;
  readonly hasSecondFactor: boolean;
  /** RFC 3339; left out by who has never signed in. */
  readonly lastSignedInAt?: string;
}

/** The people who can sign in, for the rest of the service. */
export interface Users {
  find(userIds: readonly Uuid[]): Promise<readonly UserSummary[]>;
  findByEmail(email: string): Promise<UserSummary | undefined>;
  /**
   * The person with this email address, registered now if nobody has it. A new one has no password;
   * they choose it with the single-use token of an invitation (`invite`).
   */
  register(
    context: RequestContext,
    person: { readonly email: string; readonly displayName: string },
  ): Promise<UserSummary>;
  /**
   * A new single-use token with which the person sets their first password; it is sent to them as
   * well. Earlier ones stop working. Rejects with `user_password_chosen` once they have one:
   * whoever holds the token could otherwise take over an account that others rely on.
   */
  invite(context: RequestContext, userId: Uuid): Promise<{ token: string; expiresAt: string }>;
}

/** The sessions under way. */
export interface Sessions {
  /**
   * Ends the person's sessions in one company, or in all, at once: their access tokens appear among
   * the revocations, their refresh tokens work no more.
   */
  endOf(
    context: RequestContext,
    user: { readonly userId: Uuid; readonly companyId?: CompanyId },
  ): Promise<void>;
}
