import { newUuid, type CompanyId } from '@accounting/kernel';
import { decode } from 'jsonwebtoken';
import {
  administrator,
  cheapCost,
  newPerson,
  newResetToken,
  passwords,
  signIn,
  type TestAuthentication,
} from './authentication-fixture';
import { createPasswordHashing } from '../../src/infrastructure/password-hashing.argon2';

/** What holds of signing in, wherever attempts are counted. */
export const passwordSignInRules = (start: () => Promise<TestAuthentication>): void => {
  let given: TestAuthentication;
  let addresses = 0;
  beforeAll(async () => {
    given = await start();
  });
  afterAll(() => given.close());
  // The lock-out of one test's address must not be another's.
  const newAddress = (): string => `192.0.2.${(addresses += 1)}`;

  const refusal = { kind: 'unauthenticated', code: 'compliance.sign_in_refused' };
  const wrong = 'not the password of anybody here';

  const attempt = (email: string, password: string, address = newAddress()) =>
    given.app.signIn.signIn(given.stranger(address), { email, password });

  const typesOf = async (userId: Parameters<TestAuthentication['factsOf']>[0]) =>
    (await given.factsOf(userId)).map(({ type }) => type);

  describe('signing in', () => {
    it('answers with a token of half an hour that says what the company grants', async () => {
      const person = await newPerson(given);
      const answer = await signIn(given, person, newAddress());
      const now = Date.parse(given.clock.now()) / 1_000;
      expect(decode(answer.accessToken)).toEqual({
        iss: 'https://issuer.example',
        aud: 'accounting',
        sub: person.userId,
        company: person.companyId,
        permissions: ['accounts:read', 'transactions:read'],
        type: 'access',
        iat: now,
        nbf: now - 30,
        exp: now + 1_800,
        jti: expect.any(String) as string,
        sid: answer.sessionId,
      });
      expect(answer).toMatchObject({ expiresInSeconds: 1_800, nextSteps: [] });
      expect(await typesOf(person.userId)).toEqual(['UserRegistered', 'PasswordSet', 'SignedIn']);
    });

    it('does not mind how the address and the password are written', async () => {
      const person = await newPerson(given, { password: 'Ångström fjords glow nightly' });
      const answer = await signIn(
        given,
        {
          email: `  ${person.email.toUpperCase()} `,
          password: 'A\u030angstro\u0308m fjords glow nightly',
        },
        newAddress(),
      );
      expect(answer.userId).toBe(person.userId);
    });

    it('is for the company asked for, else the last one, else the first', async () => {
      const person = await newPerson(given);
      const other = given.directory.admit(person.userId, { companyName: 'Zugdidi Tea' });
      const companyOf = async (companyId?: CompanyId) =>
        (await signIn(given, { ...person, ...(companyId && { companyId }) }, newAddress())).company
          .companyId;
      const credentials = { email: person.email, password: person.password };
      expect((await signIn(given, credentials, newAddress())).company.companyId).toBe(
        person.companyId,
      );
      expect(await companyOf(other)).toBe(other);
      expect((await signIn(given, credentials, newAddress())).company.companyId).toBe(other);
    });

    it('hashes the password anew when it was hashed with other parameters', async () => {
      const person = await newPerson(given);
      const hashOf = async () =>
        (await given.adapters.people.findByEmailKey(person.email))?.password?.hash;
      const before = await hashOf();
      const cost = { ...cheapCost, passes: 2 };
      const hashing = createPasswordHashing({ atOnceMax: 1, waitingMax: 1, cost });
      const later = given.replica({ hashing });
      const credentials = { email: person.email, password: person.password };
      await later.signIn.signIn(given.stranger(newAddress()), credentials);
      expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=64,t=2,p=1\$/);
      expect(before).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
      await later.signIn.signIn(given.stranger(newAddress()), credentials);
    });
  });

  describe('a refusal', () => {
    /** Everybody who cannot sign in, and how they try. */
    const everybody = async () => {
      const known = await newPerson(given);
      const deactivated = await newPerson(given);
      await given.app.people.deactivate(administrator(given), deactivated.userId);
      const homeless = await newPerson(given);
      given.directory.accesses.delete(homeless.userId);
      const invited = { email: `invited-${newUuid()}@example.ge`, displayName: 'Invited Person' };
      await given.app.invitations.address(administrator(given), invited);
      const locked = await newPerson(given);
      for (let count = 0; count < 5; count += 1) {
        await expect(attempt(locked.email, wrong)).rejects.toMatchObject(refusal);
      }
      return {
        unknown: [`nobody-${newUuid()}@example.ge`, wrong],
        noAddress: ['not an address', wrong],
        wrongPassword: [known.email, wrong],
        deactivated: [deactivated.email, deactivated.password],
        noCompany: [homeless.email, homeless.password],
        noPassword: [invited.email, wrong],
        locked: [locked.email, locked.password],
      } as const;
    };

    it('is the same, after the same work, whoever is or is not behind the address', async () => {
      const seen = [];
      for (const [email, password] of Object.values(await everybody())) {
        const hashesBefore = given.verifications();
        const askedBefore = given.directory.asked;
        const failure = await attempt(email, password).catch((error: unknown) => error);
        expect(failure).toMatchObject(refusal);
        seen.push({
          text: JSON.stringify(failure) + String(failure),
          hashes: given.verifications() - hashesBefore,
          asked: given.directory.asked - askedBefore,
        });
      }
      expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
      expect(seen[0]).toMatchObject({ hashes: 1, asked: 1 });
    });

    it('is also what somebody gets who asks for a company that is not theirs', async () => {
      const person = await newPerson(given);
      const companyId = newUuid() as CompanyId;
      await expect(signIn(given, { ...person, companyId }, newAddress())).rejects.toMatchObject(
        refusal,
      );
    });

    it('is recorded with its reason, for who exists', async () => {
      const person = await newPerson(given);
      await expect(attempt(person.email, wrong)).rejects.toMatchObject(refusal);
      expect((await given.factsOf(person.userId)).at(-1)).toEqual({
        type: 'SignInFailed',
        data: { userId: person.userId, reason: 'wrong_password' },
      });
    });
  });

  describe('a lock-out', () => {
    it('begins with the fifth failure, and then refuses the right password too', async () => {
      const person = await newPerson(given);
      for (let count = 0; count < 5; count += 1) {
        await expect(attempt(person.email, wrong)).rejects.toMatchObject(refusal);
      }
      const until = new Date(Date.parse(given.clock.now()) + 60_000).toISOString();
      expect((await given.factsOf(person.userId)).at(-1)).toEqual({
        type: 'SignInLocked',
        data: { userId: person.userId, until },
      });
      const recorded = await typesOf(person.userId);
      await expect(attempt(person.email, person.password)).rejects.toMatchObject(refusal);
      expect(await typesOf(person.userId)).toEqual(recorded);
      given.clock.advance(60_000);
      await signIn(given, person, newAddress());
      expect(await given.metrics.metrics()).toMatch(/sign_in_lock_outs_total\{kind="account"\} \d/);
    });

    it('lets five through when many try at once', async () => {
      const person = await newPerson(given);
      const before = (await given.factsOf(person.userId)).length;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 12 }, () => attempt(person.email, wrong)),
      );
      expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      const types = (await typesOf(person.userId)).slice(before);
      expect(types.filter((type) => type === 'SignInFailed')).toHaveLength(5);
      expect(types.filter((type) => type === 'SignInLocked')).toHaveLength(1);
    });

    it('of an address refuses everybody there, and nobody elsewhere', async () => {
      const address = newAddress();
      const person = await newPerson(given);
      for (let count = 0; count < 20; count += 1) {
        await expect(
          attempt(`nobody-${newUuid()}@example.ge`, wrong, address),
        ).rejects.toMatchObject(refusal);
      }
      await expect(signIn(given, person, address)).rejects.toMatchObject(refusal);
      await signIn(given, person, newAddress());
      given.clock.advance(60_000);
      await signIn(given, person, address);
    });

    it('is forgotten after a success', async () => {
      const person = await newPerson(given);
      for (let round = 0; round < 3; round += 1) {
        for (let count = 0; count < 4; count += 1) {
          await expect(attempt(person.email, wrong)).rejects.toMatchObject(refusal);
        }
        await signIn(given, person, newAddress());
      }
    });

    it('ends when the password is reset', async () => {
      const person = await newPerson(given);
      for (let count = 0; count < 5; count += 1) {
        await expect(attempt(person.email, wrong)).rejects.toMatchObject(refusal);
      }
      const token = await newResetToken(given, person.userId);
      await given.app.passwords.reset(given.stranger(), { token, newPassword: passwords.second });
      await signIn(given, { ...person, password: passwords.second }, newAddress());
    });
  });
};
