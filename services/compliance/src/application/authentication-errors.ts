import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../domain/error-definition';

/** What signing in and its surroundings refuse; strangers learn nothing from it. */
export const errors = {
  signInRefused: defineError(
    'sign_in_refused',
    'unauthenticated',
    'The email address or the password is wrong, or the account cannot be used now. ' +
      'Try again later, or reset the password.',
  ),
  secondFactorRefused: defineError(
    'second_factor_refused',
    'unauthenticated',
    'The code is wrong or was used before, or the sign-in took too long. ' +
      'Try the next code, or sign in again.',
  ),
  refreshRefused: defineError(
    'refresh_refused',
    'unauthenticated',
    'The session cannot be continued. Sign in again.',
  ),
  sessionEnded: defineError(
    'session_ended',
    'unauthenticated',
    'The session of this access token has ended. Sign in again.',
  ),
  currentPasswordWrong: defineError(
    'current_password_wrong',
    'invalid_argument',
    'The current password is wrong, or was tried too often. Try again later.',
  ),
  codeWrong: defineError(
    'code_wrong',
    'invalid_argument',
    'The code is wrong or was used before, or was tried too often. Try the next one.',
  ),
  passwordTokenRefused: defineError(
    'password_token_refused',
    'invalid_argument',
    'The token is not known, was used, or has expired. Ask for a new one.',
  ),
  passwordMissing: defineError(
    'password_missing',
    'invalid_argument',
    'You have no password yet: choose one together with the invitation.',
  ),
  messagesNotSent: defineError(
    'messages_not_sent',
    'failed_precondition',
    'Invitations are messages, and this installation sends none: whoever runs it sets ' +
      'MESSAGES_FOLDER.',
  ),
  invitationNotSent: defineError(
    'invitation_not_sent',
    'unavailable',
    'The person is invited, but the message could not be sent. Invite them again later ' +
      '(POST /users/{userId}/invitations).',
  ),
  emailInvalid: defineError('email_invalid', 'invalid_argument', 'This is no email address.'),
  displayNameInvalid: defineError(
    'display_name_invalid',
    'invalid_argument',
    'A name has 1 to 200 visible characters.',
  ),
  companyNotOpen: defineError(
    'company_not_open',
    'permission_denied',
    'You are not an active member of this company, or it is not active.',
  ),
  accessChanged: defineError(
    'access_changed',
    'aborted',
    'Somebody has changed what you may do at this very moment. Try again.',
  ),
  sessionUnknown: defineError('session_unknown', 'not_found', 'You have no such session.'),
  tokenUnknown: defineError(
    'token_unknown',
    'not_found',
    'The company has no such access token, or it has expired long ago.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
