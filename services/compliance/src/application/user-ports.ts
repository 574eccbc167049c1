import type { Transaction } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { RequestContext } from '@accounting/service-host';
import type { Stranger } from './session-opening';

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
}

/** Somebody who is invited, in the words of who invites them. */
export interface Invitee {
  readonly userId: Uuid;
  readonly email: string;
  readonly displayName: string;
}

/** An invitation whose token nobody but the person learns. */
export interface IssuedInvitation {
  readonly expiresAt: string;
  record(transaction: Transaction): Promise<void>;
  /** Rejects with `invitation_not_sent`. */
  send(): Promise<void>;
}

/** What was presented with the token of an invitation, found good. */
export interface OpenedInvitation {
  readonly userId: Uuid;
  readonly companyId: CompanyId;
  /** Uses the invitation up, and sets the password if one came with it. */
  complete(): Promise<void>;
}

/**
 * Invitations to work for a company. The token goes to the address and to nobody else: whoever
 * invites could otherwise set the password of an account that others come to rely on.
 */
export interface Invitations {
  /** Rejects with `messages_not_sent` where no message can be delivered. */
  requireSending(): void;
  /** The person with this address, registered now if nobody has it; they have no password then. */
  address(
    context: RequestContext,
    typed: { readonly email: string; readonly displayName: string },
  ): Promise<Invitee>;
  /** A new single-use token, which the one before gives way to when it is recorded. */
  issue(
    context: RequestContext,
    invitation: Invitee & { readonly companyName: string },
  ): IssuedInvitation;
  /**
   * Rejects with `invitation_refused`, and, without using anything up, when a first password is
   * missing or will not do.
   */
  open(
    context: Stranger,
    presented: { readonly token: string; readonly newPassword?: string | undefined },
  ): Promise<OpenedInvitation>;
  find(
    companyId: CompanyId,
    userIds: readonly Uuid[],
  ): Promise<readonly (Invitee & { readonly expiresAt: Instant })[]>;
  withdraw(
    transaction: Transaction,
    member: { readonly companyId: CompanyId; readonly userId: Uuid },
  ): Promise<void>;
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
