import type { Uuid } from '@accounting/kernel';
import { decode } from 'jsonwebtoken';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignedInAnswer } from '../../src/application/session-opening';
import {
  administrator,
  newPerson,
  signIn,
  type TestAuthentication,
} from './authentication-fixture';

/** What holds of refresh tokens, wherever they are kept. */
export const sessionRefreshingRules = (start: () => Promise<TestAuthentication>): void => {
  let given: TestAuthentication;
  beforeAll(async () => {
    given = await start();
  });
  afterAll(() => given.close());

  const refusal = { kind: 'unauthenticated', code: 'compliance.refresh_refused' };
  const day = 86_400_000;

  const refresh = async ({ refreshToken }: Pick<SignedInAnswer, 'refreshToken'>) =>
    (await given.app.signIn.refresh(given.stranger(), { refreshToken })).body;
  const lastTypeOf = async (userId: Uuid) => (await given.factsOf(userId)).at(-1)?.type;
  const claimsOf = ({ accessToken }: Pick<SignedInAnswer, 'accessToken'>) =>
    decode(accessToken) as Record<string, unknown>;
  /** The list may be a moment old: it is asked until the token is on it. */
  const becomesRevoked = async (answer: Pick<SignedInAnswer, 'accessToken'>): Promise<void> => {
    const jti = claimsOf(answer)['jti'];
    while (!(await given.app.readRevocations()).some((each) => each.jti === jti)) await sleep(10);
  };

  describe('a refresh token', () => {
    it('is answered with the next tokens of the same session', async () => {
      const first = await signIn(given, await newPerson(given));
      given.clock.advance(1_800_000);
      const second = await refresh(first);
      expect(second.sessionId).toBe(first.sessionId);
      expect(claimsOf(second)['jti']).not.toBe(claimsOf(first)['jti']);
      expect((await refresh(second)).sessionId).toBe(first.sessionId);
    });

    it('brings the permissions of now', async () => {
      const person = await newPerson(given);
      const first = await signIn(given, person);
      given.directory.accesses.delete(person.userId);
      given.directory.admit(person.userId, {
        companyId: person.companyId,
        permissions: ['reports:tax'],
      });
      expect((await refresh(first)).permissions).toEqual(['reports:tax']);
    });

    it('used a second time ends the session for both, and is reported', async () => {
      const person = await newPerson(given);
      const first = await signIn(given, person);
      const second = await refresh(first);
      await expect(refresh(first)).rejects.toMatchObject(refusal);
      expect((await given.factsOf(person.userId)).at(-1)).toEqual({
        type: 'RefreshTokenReused',
        data: { userId: person.userId, sessionId: first.sessionId },
      });
      await expect(refresh(second)).rejects.toMatchObject(refusal);
      await becomesRevoked(first);
      await becomesRevoked(second);
      const warning = given.logLines.find(
        (line) => line.includes('used twice') && line.includes(first.sessionId),
      );
      expect(warning).toContain('"level":40');
      expect(warning).not.toContain(first.refreshToken.split('.')[1]);
      expect(await given.metrics.metrics()).toMatch(/refresh_token_reuses_total [1-9]/);
    });

    it('used at once by several is given to one, and the session ends', async () => {
      const person = await newPerson(given);
      const first = await signIn(given, person);
      const replicas = [given.app, given.replica(), given.replica(), given.app];
      const outcomes = await Promise.allSettled(
        replicas.map((app) =>
          app.signIn.refresh(given.stranger(), { refreshToken: first.refreshToken }),
        ),
      );
      const winners = outcomes.filter(({ status }) => status === 'fulfilled');
      expect(winners).toHaveLength(1);
      const types = (await given.factsOf(person.userId)).map(({ type }) => type);
      expect(types).toContain('RefreshTokenReused');
      await expect(refresh(first)).rejects.toMatchObject(refusal);
    });

    it.each([
      ['is made up', () => 'not-a-token'],
      ['has a made-up secret', (token: string) => `${token.split('.')[0] ?? ''}.guess`],
      ['names no token', (token: string) => `00000000-${token.slice(9)}`],
      ['is cut off', (token: string) => token.slice(0, -1)],
    ])('that %s is refused, and the session goes on', async (_what, change) => {
      const first = await signIn(given, await newPerson(given));
      const refreshToken = change(first.refreshToken);
      await expect(refresh({ refreshToken })).rejects.toMatchObject(refusal);
      await refresh(first);
    });

    it('expires after seven days', async () => {
      const person = await newPerson(given);
      const [used, unused] = [await signIn(given, person), await signIn(given, person)];
      given.clock.advance(7 * day - 1);
      await refresh(used);
      given.clock.advance(1);
      await expect(refresh(unused)).rejects.toMatchObject(refusal);
    });

    it('does not outlive the session length of the company, nor does an access token', async () => {
      const person = await newPerson(given, { access: { sessionLengthMs: 3_600_000 } });
      const first = await signIn(given, person);
      expect(Date.parse(first.refreshExpiresAt) - Date.parse(given.clock.now())).toBe(3_600_000);
      given.clock.advance(3_000_000);
      const second = await refresh(first);
      expect(second.expiresInSeconds).toBe(600);
      given.clock.advance(600_000);
      await expect(refresh(second)).rejects.toMatchObject(refusal);
    });

    it('ends early when the company has shortened its sessions', async () => {
      const person = await newPerson(given);
      const first = await signIn(given, person);
      given.directory.accesses.clear();
      given.directory.admit(person.userId, {
        companyId: person.companyId,
        sessionLengthMs: 1_000,
      });
      given.clock.advance(1_000);
      await expect(refresh(first)).rejects.toMatchObject(refusal);
    });

    it('is refused to who lost the membership, or was deactivated', async () => {
      const person = await newPerson(given);
      const [first, second] = [await signIn(given, person), await signIn(given, person)];
      const [access] = given.directory.accesses.get(person.userId) ?? [];
      given.directory.accesses.delete(person.userId);
      await expect(refresh(first)).rejects.toMatchObject(refusal);
      given.directory.admit(person.userId, access);
      await given.app.people.deactivate(administrator(given), person.userId);
      await expect(refresh(second)).rejects.toMatchObject(refusal);
      await becomesRevoked(second);
    });

    it.each(['added', 'recorded'])('is not used up when the next cannot be %s', async (what) => {
      const first = await signIn(given, await newPerson(given));
      const { refreshTokens, accessTokens } = given.adapters;
      const add = (): Promise<never> => Promise.reject(new Error('the connection broke'));
      const broken = given.replica(
        what === 'added'
          ? { refreshTokens: { ...refreshTokens, add } }
          : { accessTokens: { ...accessTokens, add } },
      );
      const { refreshToken } = first;
      await expect(broken.signIn.refresh(given.stranger(), { refreshToken })).rejects.toThrow(
        'the connection broke',
      );
      await refresh(first);
    });

    it('is refused, and its session ends, when the store has brought it back', async () => {
      const person = await newPerson(given);
      const first = await signIn(given, person);
      const tokenId = first.refreshToken.split('.')[0] as Uuid;
      const { refreshTokens } = given.adapters;
      const before = await refreshTokens.find(tokenId);
      const second = await refresh(first);
      // As after a crash that has lost what was written last: the store knows the first one only.
      const find = async (asked: Uuid) => (asked === tokenId ? before : undefined);
      const restored = given.replica({ refreshTokens: { ...refreshTokens, find } });
      const present = ({ refreshToken }: Pick<SignedInAnswer, 'refreshToken'>) =>
        restored.signIn.refresh(given.stranger(), { refreshToken });
      await expect(present(second)).rejects.toMatchObject(refusal);
      await expect(present(first)).rejects.toMatchObject(refusal);
      expect(await lastTypeOf(person.userId)).toBe('RefreshTokenReused');
    });
  });

  describe('what has expired', () => {
    it('is removed, and what counts still is not', async () => {
      const person = await newPerson(given);
      await signIn(given, person);
      given.clock.advance(30 * day);
      const first = await signIn(given, person);
      while ((await given.adapters.expiredRows.remove(given.clock.now())) > 0);
      const { rows } = await given.owner.withoutCompany((connection) =>
        connection.query<{ session_id: string }>('SELECT session_id FROM compliance.sessions'),
      );
      expect(rows).toEqual([{ session_id: first.sessionId }]);
      await refresh(first);
      expect(await lastTypeOf(person.userId)).toBe('SignedIn');
    });
  });
};
