import type { Uuid } from '@accounting/kernel';
import type { Host } from '@accounting/service-host';
import type {
  AuthenticationAdapters,
  AuthenticationChoices,
} from '../application/authentication-dependencies';
import { randomUUID } from 'node:crypto';
import { createAccessTokens } from './access-tokens.postgres';
import type { AuthenticationConfiguration } from './authentication-settings';
import { createChallenges } from './challenges.postgres';
import { createExpiredRows } from './expired-rows.postgres';
import { createFirstAdministratorStore } from './first-administrator.postgres';
import { createInvitationStore } from './invitations.postgres';
import { createFolderDelivery } from './message-delivery.folder';
import { createOneTimeCodes } from './one-time-codes.otpauth';
import { createPasswordHandover } from './password-handover.file';
import { createPasswordHashing } from './password-hashing.argon2';
import { createPasswordStrength } from './password-strength.zxcvbn';
import { createPasswordTokens } from './password-tokens.postgres';
import { createPasswordStore } from './passwords.postgres';
import { createPeople } from './people.postgres';
import { createResetRequests } from './reset-requests.postgres';
import { createSealedRows } from './sealed-rows.postgres';
import { createSealedSecrets } from './sealed-secrets';
import { createSecondFactors } from './second-factors.postgres';
import { createSessions } from './sessions.postgres';
import { createSignInMetrics } from './sign-in-metrics.prometheus';
import { createSigningKeys } from './signing-keys.postgres';
import { createTokenSigner } from './token-signer.es256';
import type { TokenStore } from './token-store';

/** Shown by authenticator apps beside the code. */
const oneTimeCodeIssuer = 'Accounting';

export type AuthenticationHost = Pick<
  Host<AuthenticationConfiguration>,
  'database' | 'newUuid' | 'metrics' | 'configuration'
>;

/** The ports of signing in, on PostgreSQL, argon2 and files, and on the store of tokens. */
export const createAuthenticationAdapters = (
  { database, newUuid, metrics, configuration }: AuthenticationHost,
  { attempts, refreshTokens, revocationList }: TokenStore,
): AuthenticationAdapters => {
  const secrets = createSealedSecrets(configuration.SECRETS_KEY);
  return {
    people: createPeople(database),
    newUserId: () => randomUUID() as Uuid,
    passwords: createPasswordStore(database),
    hashing: createPasswordHashing({
      atOnceMax: configuration.PASSWORD_HASHINGS_MAX,
      waitingMax: configuration.PASSWORD_HASHINGS_WAITING_MAX,
    }),
    strength: createPasswordStrength(),
    attempts,
    passwordTokens: createPasswordTokens(database),
    invitationStore: createInvitationStore(database),
    resetRequests: createResetRequests(database),
    delivery: createFolderDelivery(configuration.MESSAGES_FOLDER),
    secondFactors: createSecondFactors(database, secrets),
    oneTimeCodes: createOneTimeCodes(oneTimeCodeIssuer),
    challenges: createChallenges(database),
    sessions: createSessions(database),
    refreshTokens,
    accessTokens: createAccessTokens(database),
    revocationList,
    signingKeyStore: createSigningKeys(database),
    tokenSigner: createTokenSigner(secrets, newUuid),
    expiredRows: createExpiredRows(database),
    sealedRows: createSealedRows(database, secrets),
    firstAdministrator: createFirstAdministratorStore(database),
    handover: createPasswordHandover({
      path: configuration.FIRST_ADMINISTRATOR_PASSWORD_FILE,
      writeLine: (line) => process.stdout.write(line),
    }),
    signInMetrics: createSignInMetrics(metrics),
  };
};

/** What the operator has chosen, as the use cases need it. */
export const authenticationChoices = (
  configuration: AuthenticationConfiguration,
): AuthenticationChoices => ({
  keyLifetimeMs: configuration.SIGNING_KEY_LIFETIME_MS,
  keyPublishedMs: configuration.SIGNING_KEY_PUBLISHED_MS,
  firstAdministratorEmail: configuration.FIRST_ADMINISTRATOR_EMAIL,
});
