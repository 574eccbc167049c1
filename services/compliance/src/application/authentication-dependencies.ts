import type { Database, Transaction } from '@accounting/database';
import type { EventStore } from '@accounting/event-store';
import type { Clock, NewUuid } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { AccessDirectory, FoundFirstCompany } from './access-ports';
import type {
  AttemptCounter,
  Challenges,
  FirstAdministratorStore,
  InvitationStore,
  OneTimeCodes,
  PasswordHandover,
  PasswordHashing,
  PasswordStore,
  PasswordStrength,
  PasswordTokens,
  People,
  ResetRequests,
  MessageDelivery,
  SecondFactors,
  SignInMetrics,
} from './authentication-ports';
import type {
  AccessTokens,
  ExpiredRows,
  RefreshTokens,
  RevocationList,
  SealedRows,
  SessionStore,
  SigningKeys,
  TokenSigner,
} from './session-ports';

/** The ports of this half of the service, as infrastructure makes them. */
export interface AuthenticationAdapters {
  readonly people: People;
  /** Random throughout: an id with a time in it tells how long somebody has been known. */
  readonly newUserId: NewUuid;
  readonly passwords: PasswordStore;
  readonly hashing: PasswordHashing;
  readonly strength: PasswordStrength;
  readonly attempts: AttemptCounter;
  readonly passwordTokens: PasswordTokens;
  readonly invitationStore: InvitationStore;
  readonly resetRequests: ResetRequests;
  readonly delivery: MessageDelivery;
  readonly secondFactors: SecondFactors;
  readonly oneTimeCodes: OneTimeCodes;
  readonly challenges: Challenges;
  readonly sessions: SessionStore;
  readonly refreshTokens: RefreshTokens;
  readonly accessTokens: AccessTokens;
  readonly revocationList: RevocationList;
  readonly signingKeyStore: SigningKeys;
  readonly tokenSigner: TokenSigner;
  readonly expiredRows: ExpiredRows;
  readonly sealedRows: SealedRows;
  readonly firstAdministrator: FirstAdministratorStore;
  readonly handover: PasswordHandover;
  readonly signInMetrics: SignInMetrics;
}

/** What the host lends. */
export interface AuthenticationSurroundings {
  readonly database: Pick<Database, 'write'>;
  readonly eventStore: EventStore<Transaction>;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly logger: Logger;
  readonly accessTokenNames: { readonly issuer: string; readonly audience: string };
}

/** What an operator may choose; durations in milliseconds. */
export interface AuthenticationChoices {
  readonly keyLifetimeMs: number;
  readonly keyPublishedMs: number;
  readonly firstAdministratorEmail: string;
}

/** The other half of the service. */
export interface OrganisationPorts {
  readonly access: AccessDirectory;
  readonly companies: FoundFirstCompany;
}
