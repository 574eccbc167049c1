import { newUuid } from '@accounting/kernel';
import { randomBytes } from 'node:crypto';
import type { RefreshToken } from '../../src/application/session-ports';
import { later } from '../../src/domain/instants';
import type { TestAuthentication } from '../application/authentication-fixture';

/** What holds of a store of refresh tokens, whichever it is. */
export const refreshTokensRules = (start: () => Promise<TestAuthentication>): void => {
  let given: TestAuthentication;
  beforeAll(async () => {
    given = await start();
  });
  afterAll(() => given.close());

  const newToken = (): RefreshToken => ({
    tokenId: newUuid(),
    sessionId: newUuid(),
    digest: randomBytes(32),
    expiresAt: later(given.clock.now(), 7 * 86_400_000),
  });

  describe('a refresh token that was added', () => {
    it('is found as it was, before there is a session of it', async () => {
      const { refreshTokens } = given.adapters;
      const [one, other] = [newToken(), newToken()];
      await refreshTokens.add(one, given.clock.now());
      await refreshTokens.add(other, given.clock.now());
      expect(await refreshTokens.find(one.tokenId)).toEqual(one);
      expect(await refreshTokens.find(other.tokenId)).toEqual(other);
    });

    it('is the only one that is found', async () => {
      await given.adapters.refreshTokens.add(newToken(), given.clock.now());
      expect(await given.adapters.refreshTokens.find(newUuid())).toBeUndefined();
    });
  });
};
