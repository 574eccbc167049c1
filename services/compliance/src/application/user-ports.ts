import type { Transaction } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
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
   * Ends what the person has opened in one company, in the transaction that changes what they may
   * do there: no crash leaves the one without the other. Access tokens appear among the
   * revocations, whichever company the session has gone on to; a token that is being made at this
   * moment is not given out.
   */
  endOf(
    transaction: Transaction,
    member: { readonly userId: Uuid; readonly companyId: CompanyId },
    now: Instant,
  ): Promise<void>;
}
