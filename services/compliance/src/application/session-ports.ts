import type { Transaction } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';

export interface Session {
  readonly sessionId: Uuid;
  readonly userId: Uuid;
  readonly companyId: CompanyId;
  readonly passedSecondFactor: boolean;
  readonly clientAddress: string;
  readonly beganAt: Instant;
  readonly lastUsedAt: Instant;
  /** When its last refresh token expires. */
  readonly expiresAt: Instant;
  /** The one refresh token with which it goes on; every other one of it has been used. */
  readonly refreshTokenId: Uuid;
}

/** The next refresh token of a session, in the place of the one that was presented. */
export interface Rotation {
  readonly sessionId: Uuid;
  readonly presentedId: Uuid;
  readonly nextId: Uuid;
  readonly now: Instant;
  /** When the next one expires. */
  readonly expiresAt: Instant;
}

/** Which sessions of a person; without more, all of them. */
export interface SessionSelection {
  readonly userId: Uuid;
  readonly sessionId?: Uuid;
  readonly companyId?: CompanyId;
  readonly exceptSessionId?: string;
}

export interface SessionStore {
  begin(transaction: Transaction, session: Session): Promise<void>;
  /** Unless it has ended. */
  find(sessionId: string, now: Instant): Promise<Session | undefined>;
  /** Those under way, the one used last first; 100 at most. */
  listOf(userId: Uuid, now: Instant): Promise<readonly Session[]>;
  /** Locks the session; false when it has ended meanwhile. */
  change(
    transaction: Transaction,
    sessionId: Uuid,
    change: Partial<Pick<Session, 'companyId' | 'passedSecondFactor' | 'lastUsedAt'>>,
  ): Promise<boolean>;
  /**
   * Uses up the refresh token presented. Locks the session; of any number at once exactly one is
   * told `rotated`, the others that it was used.
   */
  rotate(transaction: Transaction, rotation: Rotation): Promise<'rotated' | 'used' | 'ended'>;
  /**
   * Ends them and revokes their access tokens; answers how many were under way. With a company
   * named, also tokens for it of sessions that have gone on to another one.
   */
  end(transaction: Transaction, which: SessionSelection, now: Instant): Promise<number>;
}

export interface RefreshToken {
  readonly tokenId: Uuid;
  readonly sessionId: Uuid;
  readonly digest: Buffer;
  readonly expiresAt: Instant;
}

/**
 * By what refresh tokens are recognised, until they expire. Whether one was used says its session:
 * a store that loses or brings back tokens makes people sign in again, and nothing worse.
 */
export interface RefreshTokens {
  /** Before the transaction that gives it to its session: without that it is worth nothing. */
  add(token: RefreshToken, now: Instant): Promise<void>;
  find(tokenId: Uuid): Promise<RefreshToken | undefined>;
}

export interface IssuedAccessToken {
  readonly tokenId: Uuid;
  readonly sessionId: Uuid;
  readonly userId: Uuid;
  readonly companyId: CompanyId;
  readonly expiresAt: Instant;
}

export interface Revocation {
  readonly jti: string;
  readonly expiresAt: string;
}

export interface AccessTokens {
  /**
   * False when sessions of the person were ended since `accessVersion` was read: what the token
   * says may be true no more, and it is not remembered.
   */
  add(
    transaction: Transaction,
    token: IssuedAccessToken & { readonly accessVersion: number },
  ): Promise<boolean>;
  /** The token of this company, as long as it is remembered, which is until it has expired. */
  find(tokenId: Uuid, companyId: CompanyId): Promise<IssuedAccessToken | undefined>;
  revoke(transaction: Transaction, tokenId: Uuid, now: Instant): Promise<void>;
  /** All that were given out in the session. */
  revokeOfSession(transaction: Transaction, sessionId: Uuid, now: Instant): Promise<void>;
}

export interface RevocationList {
  /**
   * What was revoked and has not expired, nor within the last minute: services accept a token for
   * some seconds more, because clocks differ. At most a quarter of a second old, and cheap enough
   * to be asked all the time.
   */
  read(now: Instant): Promise<readonly Revocation[]>;
}

/** A public JSON Web Key with `kid`, `alg` and `use`. */
export type PublicKey = Readonly<Record<string, string>>;

export interface SigningKey {
  readonly keyId: string;
  readonly publicKey: PublicKey;
  readonly sealedPrivateKey: Buffer;
  readonly signsFrom: Instant;
}

export interface SigningKeys {
  all(): Promise<readonly SigningKey[]>;
  add(transaction: Transaction, key: SigningKey): Promise<void>;
  remove(keyIds: readonly string[]): Promise<void>;
}

/** What an access token says of its bearer. Times are seconds since 1970. */
export interface AccessClaims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: Uuid;
  readonly company: CompanyId;
  readonly permissions: readonly string[];
  readonly type: 'access';
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly jti: Uuid;
  readonly sid: Uuid;
}

export interface TokenSigner {
  /** A new key pair; the private half is sealed. */
  newKey(): Promise<Pick<SigningKey, 'keyId' | 'publicKey' | 'sealedPrivateKey'>>;
  sign(key: SigningKey, claims: AccessClaims): Promise<string>;
}

export interface ExpiredRows {
  /** Removes what has expired, some at a time; answers how many rows there were. */
  remove(now: Instant): Promise<number>;
}

export interface SealedRows {
  /** Seals with the present SECRETS_KEY what an earlier one has sealed; answers how many. */
  reseal(): Promise<number>;
}
