import type { Transaction } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { SignInFailure } from '../domain/user/events';

/** One person, as signing in knows them. */
export interface Person {
  readonly userId: Uuid;
  readonly email: string;
  readonly emailKey: string;
  readonly displayName: string;
  readonly isActive: boolean;
  readonly hasSecondFactor: boolean;
  /** Left out by who was invited and has not set one. */
  readonly password?: { readonly hash: string; readonly setAt: Instant };
  readonly lastCompanyId?: CompanyId;
  readonly lastSignedInAt?: Instant;
  /** Rises whenever several sessions of the person are ended at once. */
  readonly accessVersion: number;
}

export type NewPerson = Pick<Person, 'userId' | 'email' | 'emailKey' | 'displayName'>;

export interface People {
  /** Those that exist, in no particular order. */
  find(userIds: readonly Uuid[]): Promise<readonly Person[]>;
  findByEmailKey(emailKey: string): Promise<Person | undefined>;
  /** False when somebody has the address already; nothing is added then. */
  add(transaction: Transaction, person: NewPerson): Promise<boolean>;
  setActive(transaction: Transaction, userId: Uuid, isActive: boolean): Promise<void>;
  rename(transaction: Transaction, userId: Uuid, displayName: string): Promise<void>;
  /** The company the person works for from now on, and when they signed in if they just did. */
  noteCompany(
    transaction: Transaction,
    userId: Uuid,
    note: { readonly companyId: CompanyId; readonly signedInAt?: Instant },
  ): Promise<void>;
}

export interface PasswordStore {
  /** Hashes of the passwords before, the latest first; with the one in use. */
  lastHashes(userId: Uuid, count: number): Promise<readonly string[]>;
  /** Keeps the one before among the earlier ones, `historyCount` of them. */
  set(
    transaction: Transaction,
    userId: Uuid,
    password: { readonly hash: string; readonly setAt: Instant; readonly historyCount: number },
  ): Promise<void>;
  /** The same password hashed anew; without effect when another has been set meanwhile. */
  rehash(
    transaction: Transaction,
    userId: Uuid,
    hashes: { readonly before: string; readonly after: string },
  ): Promise<void>;
}

/** Hashing within one turn. Passwords are normalised. */
export interface Hashing {
  hash(password: string): Promise<string>;
  /** True when the password has this hash; without one, takes as long and answers false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** True when it was made with other parameters than today's. */
  isOutdated(hash: string): boolean;
}

export interface PasswordHashing {
  /**
   * Runs the work when it is its turn: few at a time, because each hash takes memory and a core.
   * Rejects with `resource_exhausted` when too many wait.
   */
  inTurn<Result>(work: (hashing: Hashing) => Promise<Result>): Promise<Result>;
}

export interface PasswordStrength {
  /** True when few guesses find the password; `about` is what everybody knows of the person. */
  isGuessable(password: string, about: readonly string[]): boolean;
}

/** What attempts are counted against. */
export type AttemptSubject =
  | { readonly kind: 'account'; readonly emailKey: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'resetRequest'; readonly emailKey: string };

/** What counting an attempt says. */
export interface AttemptVerdict {
  /** False when one of the subjects is locked; then nothing was counted. */
  readonly isAllowed: boolean;
  /** The locks that the attempt begins unless it succeeds. */
  readonly locks: readonly {
    readonly kind: AttemptSubject['kind'];
    readonly until: Instant;
  }[];
}

/** Shared by all replicas. Where attempts cannot be counted, none is allowed: `unavailable`. */
export interface AttemptCounter {
  /** Counts one attempt, before it is known how it ends, against all subjects together. */
  begin(subjects: readonly AttemptSubject[], now: Instant): Promise<AttemptVerdict>;
  /** The attempt was right as far as it went, and must not count: everything else still does. */
  takeBack(subjects: readonly AttemptSubject[], now: Instant): Promise<void>;
  /**
   * The attempt succeeded: accounts start anew, addresses lose this one attempt. To be told when
   * what it was for is recorded. Never rejects: what cannot be forgiven now counts on, and falls.
   */
  succeed(subjects: readonly AttemptSubject[], now: Instant): Promise<void>;
}

/** Single-use tokens with which a forgotten password is replaced; one for each person. */
export interface PasswordTokens {
  /** An earlier one stops working. */
  put(
    transaction: Transaction,
    token: { readonly userId: Uuid; readonly digest: Buffer; readonly expiresAt: Instant },
  ): Promise<void>;
  find(digest: Buffer, now: Instant): Promise<{ readonly userId: Uuid } | undefined>;
  /** Ends the token of the person; false when this one was used meanwhile. */
  use(transaction: Transaction, userId: Uuid, digest: Buffer): Promise<boolean>;
}

/**
 * The invitation of a person to a company: the details as who invited has typed them, because
 * nothing else is told before the person has accepted.
 */
export interface KeptInvitation {
  readonly companyId: CompanyId;
  readonly userId: Uuid;
  readonly email: string;
  readonly displayName: string;
  readonly expiresAt: Instant;
}

/** One invitation for each person and company, with its single-use token. */
export interface InvitationStore {
  /** An earlier one stops working. */
  put(
    transaction: Transaction,
    invitation: KeptInvitation & { readonly digest: Buffer },
  ): Promise<void>;
  /** The one with this token, unless it has expired. */
  find(digest: Buffer, now: Instant): Promise<KeptInvitation | undefined>;
  /** Those of a company to these people, expired ones among them. */
  of(companyId: CompanyId, userIds: readonly Uuid[]): Promise<readonly KeptInvitation[]>;
  /** False when there was none, or none with the digest that is given. */
  remove(
    transaction: Transaction,
    invitation: Pick<KeptInvitation, 'companyId' | 'userId'> & { readonly digest?: Buffer },
  ): Promise<boolean>;
}

/** A request of a stranger to reset the password of an address. */
export interface ResetRequest {
  readonly requestId: Uuid;
  readonly emailKey: string;
  readonly correlationId: string;
}

export interface ResetRequests {
  add(request: ResetRequest): Promise<void>;
  /**
   * Hands over the requests that wait, each once among all replicas, and forgets those whose work
   * resolved. Answers how many there were.
   */
  handle(work: (request: ResetRequest) => Promise<void>): Promise<number>;
}

interface Addressed {
  readonly to: string;
  readonly displayName: string;
  readonly token: string;
  readonly expiresAt: Instant;
}

/** What a person is sent: a token, with which they set a password or accept an invitation. */
export type TokenMessage =
  | (Addressed & { readonly purpose: 'reset' })
  | (Addressed & { readonly purpose: 'invitation'; readonly companyName: string });

export interface MessageDelivery {
  /** False when there is no way to deliver anything. */
  readonly canDeliver: boolean;
  deliver(message: TokenMessage): Promise<void>;
}

export interface SecondFactor {
  /** As it was shared with the person's device. */
  readonly secret: Buffer;
  readonly isConfirmed: boolean;
  readonly lastStep: number;
}

export interface SecondFactors {
  find(userId: Uuid): Promise<SecondFactor | undefined>;
  /** Keeps a secret that is to be confirmed; false when one is confirmed already. */
  propose(userId: Uuid, secret: Buffer): Promise<boolean>;
  confirm(transaction: Transaction, userId: Uuid, codeDigests: readonly Buffer[]): Promise<void>;
  remove(transaction: Transaction, userId: Uuid): Promise<void>;
  /** False when this step or a later one was used already. */
  useStep(transaction: Transaction, userId: Uuid, step: number): Promise<boolean>;
  hasRecoveryCode(userId: Uuid, digest: Buffer): Promise<boolean>;
  /** False when the code was used already, or never was one. */
  useRecoveryCode(transaction: Transaction, userId: Uuid, digest: Buffer): Promise<boolean>;
}

export interface OneTimeCodes {
  /** The text of the QR code that brings the secret to the person's device. */
  keyUri(secret: Buffer, email: string): string;
  /** The secret as it is typed in where there is no camera. */
  asText(secret: Buffer): string;
  /** The step that the code is of, the one now or beside it; `undefined` when it is of none. */
  stepOf(code: string, secret: Buffer, now: Instant): number | undefined;
}

/** A sign-in whose password was right. */
export interface Challenge {
  readonly userId: Uuid;
  /** The company that was asked for. */
  readonly companyId?: CompanyId;
}

export interface Challenges {
  add(
    challenge: Challenge & { readonly digest: Buffer; readonly expiresAt: Instant },
  ): Promise<void>;
  find(digest: Buffer, now: Instant): Promise<Challenge | undefined>;
  /** False when it was used meanwhile. */
  use(transaction: Transaction, digest: Buffer): Promise<boolean>;
}

export interface FirstAdministratorStore {
  /** True when nobody was ever registered. */
  isNeeded(): Promise<boolean>;
  /** False when there is a first administrator, or anybody else, by now. */
  claim(transaction: Transaction, userId: Uuid): Promise<boolean>;
  /**
   * Hands over the one whose company is not founded yet, to one replica at a time, and keeps the
   * company that the work answers.
   */
  foundCompany(work: (userId: Uuid) => Promise<CompanyId>): Promise<void>;
}

export interface PasswordHandover {
  /**
   * Gives a generated password to whoever runs the system: to a file that must not exist yet, or as
   * one line of standard output. Never to a log. Rejects when the file exists or cannot be written.
   */
  handOver(credentials: { readonly email: string; readonly password: string }): Promise<void>;
}

export interface SignInMetrics {
  signIn(outcome: 'signed_in' | 'second_factor_asked' | SignInFailure | 'unknown' | 'locked'): void;
  lockedOut(kind: AttemptSubject['kind']): void;
  refreshTokenReused(): void;
  messageNotDelivered(): void;
}
