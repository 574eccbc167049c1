import type { ActorId } from '@accounting/kernel';
import { verify } from 'jsonwebtoken';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
  administrator,
  newPerson,
  signIn,
  startAuthentication,
  type TestAuthentication,
} from './authentication-fixture';

let given: TestAuthentication;
beforeEach(async () => {
  given = await startAuthentication();
});
afterEach(() => given.close());

const minute = 60_000;
const origin = () => ({
  actorId: 'service:compliance' as ActorId,
  correlationId: 'test',
  now: given.clock.now(),
});

/** The id of the published key that a token verifies with. */
const signerOf = async (token: string): Promise<string> => {
  for (const { kid = '', alg, ...jwk } of await given.app.readVerificationKeys()) {
    expect(alg).toBe('ES256');
    expect(jwk).not.toHaveProperty('d');
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    try {
      verify(token, key, { algorithms: ['ES256'], ignoreExpiration: true, ignoreNotBefore: true });
      return kid;
    } catch {
      continue;
    }
  }
  throw new Error('no published key verifies the token');
};

const listed = async () => {
  const { body } = await given.app.signingKeys.list(administrator(given));
  return body.keys.map(({ status }) => status);
};

describe('signing keys', () => {
  it('are published before they sign and until their last token has expired', async () => {
    const person = await newPerson(given);
    const before = await signIn(given, person);
    const { body: added } = await given.app.signingKeys.rotate(administrator(given));
    expect(added.status).toBe('pending');
    expect(await given.app.readVerificationKeys()).toHaveLength(2);
    expect(await signerOf((await signIn(given, person)).accessToken)).not.toBe(added.keyId);
    given.clock.advance(5 * minute);
    expect(await signerOf((await signIn(given, person)).accessToken)).toBe(added.keyId);
    expect(await listed()).toEqual(['retired', 'active']);
    expect(await signerOf(before.accessToken)).not.toBe(added.keyId);
    given.clock.advance(35 * minute);
    expect(await given.app.readVerificationKeys()).toHaveLength(1);
    await given.app.signingKeys.rotateWhenDue(origin());
    expect(await listed()).toEqual(['active']);
  });

  it('are not rotated again while one waits', async () => {
    await given.app.signingKeys.rotate(administrator(given));
    await expect(given.app.signingKeys.rotate(administrator(given))).rejects.toMatchObject({
      code: 'compliance.signing_key_rotation_under_way',
    });
  });

  it('rotate by themselves when they are old', async () => {
    await given.app.signingKeys.rotateWhenDue(origin());
    expect(await listed()).toEqual(['active']);
    given.clock.advance(30 * 24 * 60 * minute);
    await given.app.signingKeys.rotateWhenDue(origin());
    expect(await listed()).toEqual(['active', 'pending']);
  });

  it('are rotated once when several replicas find them old', async () => {
    given.clock.advance(30 * 24 * 60 * minute);
    const replicas = [given.app, given.replica(), given.replica()];
    await Promise.all(replicas.map((app) => app.signingKeys.rotateWhenDue(origin())));
    expect(await given.adapters.signingKeyStore.all()).toHaveLength(2);
  });

  it('rotate once for one Idempotency-Key, whatever others have chosen', async () => {
    const context = administrator(given);
    const idempotency = { key: 'one', requestHash: 'a'.repeat(64) };
    const first = await given.app.signingKeys.rotate({ ...context, idempotency });
    const again = await given.app.signingKeys.rotate({ ...context, idempotency });
    expect(again).toEqual({ body: first.body, replayed: true });
    given.clock.advance(5 * minute);
    const other = { ...administrator(given), idempotency };
    expect((await given.app.signingKeys.rotate(other)).replayed).toBe(false);
  });

  it('lie in the database sealed', async () => {
    const [key] = await given.adapters.signingKeyStore.all();
    const key8 = { key: key?.sealedPrivateKey ?? Buffer.of(), format: 'der', type: 'pkcs8' };
    expect(() => createPrivateKey(key8 as Parameters<typeof createPrivateKey>[0])).toThrow();
    expect(JSON.stringify(key?.publicKey)).not.toContain('"d"');
  });
});
