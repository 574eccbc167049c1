import { newUuid, type Uuid } from '@accounting/kernel';
import { later } from '../../src/domain/instants';
import {
  newPerson,
  signIn,
  startAuthentication,
  type TestAuthentication,
} from '../application/authentication-fixture';

let given: TestAuthentication;
beforeAll(async () => {
  given = await startAuthentication();
});
afterAll(() => given.close());

/** A session, and the attempt to go on with it by one of its refresh tokens. */
const newSession = async () => {
  const person = await newPerson(given);
  const { sessionId, refreshToken } = await signIn(given, person);
  const now = given.clock.now();
  const expiresAt = later(now, 86_400_000);
  const rotate = (presentedId: Uuid, nextId: Uuid = newUuid()) =>
    given.database.write([], (transaction) =>
      given.adapters.sessions.rotate(transaction, {
        ...{ sessionId, presentedId, nextId, now, expiresAt },
      }),
    );
  return { ...person, sessionId, tokenId: refreshToken.split('.')[0] as Uuid, rotate, expiresAt };
};

describe('the refresh token of a session', () => {
  it('gives way to the next one, with which the session goes on', async () => {
    const { tokenId, rotate, sessionId, expiresAt } = await newSession();
    const [second, third] = [newUuid(), newUuid()];
    expect(await rotate(tokenId, second)).toBe('rotated');
    expect(await rotate(tokenId, third)).toBe('used');
    expect(await given.adapters.sessions.find(sessionId, given.clock.now())).toMatchObject({
      refreshTokenId: second,
      expiresAt,
    });
    expect(await rotate(second, third)).toBe('rotated');
  });

  it('gives way to exactly one of many at once', async () => {
    const { tokenId, rotate } = await newSession();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => rotate(tokenId)));
    expect(outcomes.toSorted()).toEqual(['rotated', ...Array<string>(19).fill('used')]);
  });

  it('gives way to none when the session has ended', async () => {
    const { userId, sessionId, tokenId, rotate } = await newSession();
    await given.database.write([], (transaction) =>
      given.adapters.sessions.end(transaction, { userId, sessionId }, given.clock.now()),
    );
    expect(await rotate(tokenId)).toBe('ended');
  });
});
