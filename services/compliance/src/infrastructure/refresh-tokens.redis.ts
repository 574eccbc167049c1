import type { Instant, Uuid } from '@accounting/kernel';
import type { Redis } from '@accounting/redis';
import type { RefreshToken, RefreshTokens } from '../application/session-ports';
import { millisecondsBetween } from '../domain/instants';

interface KeptToken {
  readonly sessionId: Uuid;
  readonly digest: string;
  readonly expiresAt: Instant;
}

const keyOf = (tokenId: Uuid): string => `refresh-token:${tokenId}`;

const keptOf = ({ sessionId, digest, expiresAt }: RefreshToken): KeptToken => ({
  sessionId,
  digest: digest.toString('base64url'),
  expiresAt,
});

export const createRedisRefreshTokens = (redis: Redis): RefreshTokens => ({
  add: (token, now) =>
    redis.write(
      keyOf(token.tokenId),
      JSON.stringify(keptOf(token)),
      millisecondsBetween(now, token.expiresAt),
    ),

  find: async (tokenId) => {
    const [text] = await redis.read([keyOf(tokenId)]);
    if (text === undefined) return undefined;
    const { sessionId, digest, expiresAt } = JSON.parse(text) as KeptToken;
    return { tokenId, sessionId, digest: Buffer.from(digest, 'base64url'), expiresAt };
  },
});
