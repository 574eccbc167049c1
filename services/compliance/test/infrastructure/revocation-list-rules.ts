import type { Uuid } from '@accounting/kernel';
import { decode } from 'jsonwebtoken';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  administrator,
  newPerson,
  signIn,
  type TestAuthentication,
} from '../application/authentication-fixture';

/** The id of somebody's access token. */
export const tokenIdOf = ({ accessToken }: { readonly accessToken: string }): Uuid =>
  (decode(accessToken) as { jti: Uuid }).jti;

/** Revokes the token of somebody who has just signed in, and answers its id. */
export const revokeOne = async (given: TestAuthentication): Promise<Uuid> => {
  const person = await newPerson(given);
  const answer = await signIn(given, person);
  const tokenId = tokenIdOf(answer);
  const context = { ...administrator(given), companyId: person.companyId };
  await given.app.sessions.revoke(context, { tokenId });
  return tokenId;
};

const listed = async (given: TestAuthentication): Promise<readonly string[]> =>
  (await given.adapters.revocationList.read(given.clock.now())).map(({ jti }) => jti);

/** Resolves when the list has the token, or has not; the list may be a moment old. */
export const eventuallyListed = async (
  given: TestAuthentication,
  tokenId: Uuid,
  isListed = true,
): Promise<void> => {
  while ((await listed(given)).includes(tokenId) !== isListed) await sleep(10);
};

/** What holds of the list of revocations, whoever keeps a copy of it. */
export const revocationListRules = (start: () => Promise<TestAuthentication>): void => {
  let given: TestAuthentication;
  beforeAll(async () => {
    given = await start();
  });
  afterAll(() => given.close());

  describe('the list of revocations', () => {
    it('has a revoked token until a minute after it has expired', async () => {
      const tokenId = await revokeOne(given);
      await eventuallyListed(given, tokenId);
      given.clock.advance(1_800_000 + 59_999);
      await sleep(300);
      expect(await listed(given)).toContain(tokenId);
      given.clock.advance(1);
      await eventuallyListed(given, tokenId, false);
    });

    it('has all that were revoked, and none that was not', async () => {
      const kept = await signIn(given, await newPerson(given));
      const revoked = [await revokeOne(given), await revokeOne(given)];
      for (const tokenId of revoked) await eventuallyListed(given, tokenId);
      expect(await listed(given)).not.toContain(tokenIdOf(kept));
    });
  });
};
