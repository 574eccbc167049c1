import type { Command, CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { PasswordReason, RegistrationOrigin, SignInFailure } from './events';

export type RegisterUser = Command<
  'RegisterUser',
  { readonly userId: Uuid; readonly origin: RegistrationOrigin }
>;
export type DeactivateUser = Command<'DeactivateUser', { readonly userId: Uuid }>;
export type ReactivateUser = Command<'ReactivateUser', { readonly userId: Uuid }>;

/** The proofs were right; how each was checked is the use case's. */
export type SignIn = Command<
  'SignIn',
  {
    readonly sessionId: Uuid;
    readonly companyId: CompanyId;
    readonly proof: 'password' | 'one_time_code' | 'recovery_code';
  }
>;

export type FailSignIn = Command<
  'FailSignIn',
  { readonly reason: SignInFailure; readonly lockedUntil: Instant | undefined }
>;

export type SetPassword = Command<'SetPassword', { readonly reason: PasswordReason }>;
export type RequestPasswordReset = Command<'RequestPasswordReset', { readonly expiresAt: Instant }>;
export type EnableSecondFactor = Command<'EnableSecondFactor', Readonly<Record<string, never>>>;
export type DisableSecondFactor = Command<
  'DisableSecondFactor',
  { readonly proof: 'one_time_code' | 'recovery_code' }
>;
export type SwitchCompany = Command<
  'SwitchCompany',
  { readonly sessionId: Uuid; readonly companyId: CompanyId }
>;
export type ReportTokenReuse = Command<'ReportTokenReuse', { readonly sessionId: Uuid }>;

/** One session, those in one company, or, with neither named, all. */
export type EndSessions = Command<
  'EndSessions',
  { readonly sessionId?: Uuid; readonly companyId?: CompanyId }
>;
export type RevokeAccessToken = Command<
  'RevokeAccessToken',
  { readonly tokenId: Uuid; readonly companyId: CompanyId }
>;

export type UserCommand =
  | RegisterUser
  | DeactivateUser
  | ReactivateUser
  | SignIn
  | FailSignIn
  | SetPassword
  | RequestPasswordReset
  | EnableSecondFactor
  | DisableSecondFactor
  | SwitchCompany
  | ReportTokenReuse
  | EndSessions
  | RevokeAccessToken;
