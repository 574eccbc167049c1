import type { ActorId, CompanyId } from '@accounting/kernel';
import type { Secret } from '../configuration/secret';

/** What a caller has shown: the token of a person, or one that a partner system signed itself. */
export interface Credential {
  readonly kind: 'person' | 'partner';
  /** The token's `jti`: the name under which it can be revoked. */
  readonly tokenId: string;
  /** The `kid` of the key that signed it. */
  readonly keyId: string;
  /** The sign-in that a person's token belongs to (`sid`); partners have none. */
  readonly sessionId?: string;
  /** `Bearer` and the token itself, for calls of other services on behalf of the caller. */
  readonly authorization: Secret;
  /** Milliseconds since 1970 after which the token no longer counts. */
  readonly expiresAtMs: number;
}

/** Who is asking, as an accepted token says. */
export interface Principal {
  readonly companyId: CompanyId;
  readonly actorId: ActorId;
  readonly permissions: ReadonlySet<string>;
  readonly credential: Credential;
}
