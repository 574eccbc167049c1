import type { CompanyId, Instant, Uuid } from '@accounting/kernel';

/**
 * What happened to a person's account. Facts carry ids only: email addresses and names are rows, so
 * that they can be erased, and passwords, codes and tokens are kept as hashes beside the facts.
 */
export interface UserRegistered {
  readonly type: 'UserRegistered';
  readonly data: { readonly userId: Uuid; readonly origin: RegistrationOrigin };
}

export type RegistrationOrigin = 'invitation' | 'first_administrator';

export interface UserDeactivated {
  readonly type: 'UserDeactivated';
  readonly data: { readonly userId: Uuid };
}

export interface UserReactivated {
  readonly type: 'UserReactivated';
  readonly data: { readonly userId: Uuid };
}

export interface SignedIn {
  readonly type: 'SignedIn';
  readonly data: {
    readonly userId: Uuid;
    readonly sessionId: Uuid;
    readonly companyId: CompanyId;
    readonly withSecondFactor: boolean;
  };
}

export type SignInFailure =
  'wrong_password' | 'wrong_second_factor' | 'deactivated' | 'no_company' | 'no_password';

export interface SignInFailed {
  readonly type: 'SignInFailed';
  readonly data: { readonly userId: Uuid; readonly reason: SignInFailure };
}

/** Whoever presents whatever is refused until then. */
export interface SignInLocked {
  readonly type: 'SignInLocked';
  readonly data: { readonly userId: Uuid; readonly until: Instant };
}

export interface PasswordSet {
  readonly type: 'PasswordSet';
  readonly data: { readonly userId: Uuid; readonly reason: PasswordReason };
}

export type PasswordReason = 'change' | 'reset' | 'invitation' | 'first_administrator';

export interface PasswordResetRequested {
  readonly type: 'PasswordResetRequested';
  readonly data: { readonly userId: Uuid; readonly expiresAt: Instant };
}

/** Recorded until memberships had invitations of their own (`MemberInvited`), and never since. */
export interface UserInvited {
  readonly type: 'UserInvited';
  readonly data: {
    readonly userId: Uuid;
    readonly companyId: CompanyId;
    readonly expiresAt: Instant;
  };
}

export interface SecondFactorEnabled {
  readonly type: 'SecondFactorEnabled';
  readonly data: { readonly userId: Uuid };
}

export interface SecondFactorDisabled {
  readonly type: 'SecondFactorDisabled';
  readonly data: { readonly userId: Uuid };
}

export interface RecoveryCodeUsed {
  readonly type: 'RecoveryCodeUsed';
  readonly data: { readonly userId: Uuid };
}

export interface CompanySwitched {
  readonly type: 'CompanySwitched';
  readonly data: {
    readonly userId: Uuid;
    readonly sessionId: Uuid;
    readonly companyId: CompanyId;
  };
}

/** Two had the same refresh token, so one has stolen it: the session was ended. */
export interface RefreshTokenReused {
  readonly type: 'RefreshTokenReused';
  readonly data: { readonly userId: Uuid; readonly sessionId: Uuid };
}

/** Which sessions ended: one, those in one company, or all. */
export interface SessionsEnded {
  readonly type: 'SessionsEnded';
  readonly data: {
    readonly userId: Uuid;
    readonly sessionId?: Uuid;
    readonly companyId?: CompanyId;
  };
}

export interface AccessTokenRevoked {
  readonly type: 'AccessTokenRevoked';
  readonly data: {
    readonly userId: Uuid;
    readonly tokenId: Uuid;
    readonly companyId: CompanyId;
  };
}

export type UserEvent =
  | UserRegistered
  | UserDeactivated
  | UserReactivated
  | SignedIn
  | SignInFailed
  | SignInLocked
  | PasswordSet
  | PasswordResetRequested
  | UserInvited
  | SecondFactorEnabled
  | SecondFactorDisabled
  | RecoveryCodeUsed
  | CompanySwitched
  | RefreshTokenReused
  | SessionsEnded
  | AccessTokenRevoked;
