import { Secret, TOTP } from 'otpauth';
import type { SignedInAnswer } from '../../src/application/session-opening';
import {
  newPerson,
  signIn,
  startAuthentication,
  type TestAuthentication,
} from './authentication-fixture';

let given: TestAuthentication;
let addresses = 0;
beforeAll(async () => {
  given = await startAuthentication();
});
afterAll(() => given.close());

const refusal = { kind: 'unauthenticated', code: 'compliance.second_factor_refused' };
const minute = 60_000;

/** What the person's device shows, so many steps of 30 seconds from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.parse(given.clock.now()) + steps * 30_000,
  });

const stranger = () => given.stranger(`192.0.2.${(addresses += 1)}`);

type Person = Awaited<ReturnType<typeof newPerson>>;

const enrolled = async (access: Parameters<typeof newPerson>[1] = {}) => {
  const person = await newPerson(given, access);
  const session = await signIn(given, person);
  const context = given.contextOf(session);
  const { password } = person;
  const proposed = await given.app.secondFactor.propose(context, { password });
  const { secret } = proposed.body;
  const confirmed = await given.app.secondFactor.confirm(context, { code: codeOf(secret) });
  given.clock.advance(minute);
  return { person, session, secret, ...confirmed.body, keyUri: proposed.body.keyUri };
};

const challengeFor = async ({ email, password }: Person): Promise<string> => {
  const { body } = await given.app.signIn.signIn(stranger(), { email, password });
  if (body.status !== 'second_factor_required') throw new Error('no second factor was asked for');
  return body.challenge;
};

const complete = async (
  challenge: string,
  factor: { readonly code?: string; readonly recoveryCode?: string },
): Promise<SignedInAnswer> =>
  (await given.app.signIn.completeSecondFactor(stranger(), { challenge, ...factor })).body;

describe('a second factor', () => {
  it('is asked for once it has been confirmed, and completes the sign-in', async () => {
    const { person, secret, keyUri } = await enrolled();
    expect(keyUri).toContain(`secret=${secret}`);
    const answer = await complete(await challengeFor(person), { code: codeOf(secret) });
    expect(answer).toMatchObject({ status: 'signed_in', userId: person.userId });
    expect((await given.factsOf(person.userId)).at(-1)).toMatchObject({
      type: 'SignedIn',
      data: { withSecondFactor: true },
    });
  });

  it('is not asked for before it has been confirmed', async () => {
    const person = await newPerson(given);
    const { password } = person;
    const context = given.contextOf(await signIn(given, person));
    await given.app.secondFactor.propose(context, { password });
    await expect(given.app.secondFactor.confirm(context, { code: '000000' })).rejects.toMatchObject(
      { code: 'compliance.code_wrong' },
    );
    await signIn(given, person);
  });

  it('is not set up without the password, nor twice', async () => {
    const { session, person } = await enrolled();
    const context = given.contextOf(session);
    await expect(
      given.app.secondFactor.propose(context, { password: 'wrong' }),
    ).rejects.toMatchObject({ code: 'compliance.current_password_wrong' });
    await expect(
      given.app.secondFactor.propose(context, { password: person.password }),
    ).rejects.toMatchObject({ code: 'compliance.second_factor_enabled' });
    await expect(given.app.secondFactor.confirm(context, { code: '000000' })).rejects.toMatchObject(
      { code: 'compliance.second_factor_enabled' },
    );
  });
});

describe('a code', () => {
  it.each([-1, 0, 1])('counts %d steps from now', async (steps) => {
    const { person, secret } = await enrolled();
    await complete(await challengeFor(person), { code: codeOf(secret, steps) });
  });

  it.each([-2, 2])('does not count %d steps from now', async (steps) => {
    const { person, secret } = await enrolled();
    const challenge = await challengeFor(person);
    await expect(complete(challenge, { code: codeOf(secret, steps) })).rejects.toMatchObject(
      refusal,
    );
  });

  it('counts once, also for another sign-in, and no earlier one counts after it', async () => {
    const { person, secret } = await enrolled();
    await complete(await challengeFor(person), { code: codeOf(secret) });
    for (const steps of [0, -1]) {
      const challenge = await challengeFor(person);
      await expect(complete(challenge, { code: codeOf(secret, steps) })).rejects.toMatchObject(
        refusal,
      );
    }
    await complete(await challengeFor(person), { code: codeOf(secret, 1) });
  });

  it('presented many times at once counts once', async () => {
    const { person, secret } = await enrolled();
    const challenges = [await challengeFor(person), await challengeFor(person)];
    const outcomes = await Promise.allSettled(
      challenges.map((challenge) => complete(challenge, { code: codeOf(secret) })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('that is wrong counts for the lock-out, which a right password does not lift', async () => {
    const { person, secret } = await enrolled();
    const challenge = await challengeFor(person);
    for (let count = 0; count < 4; count += 1) {
      await expect(complete(challenge, { code: '000000' })).rejects.toMatchObject(refusal);
    }
    const again = await challengeFor(person);
    await expect(complete(again, { code: '000000' })).rejects.toMatchObject(refusal);
    await expect(complete(again, { code: codeOf(secret) })).rejects.toMatchObject(refusal);
    expect((await given.factsOf(person.userId)).at(-1)?.type).toBe('SignInLocked');
    given.clock.advance(minute);
    await complete(again, { code: codeOf(secret) });
  });
});

describe('a challenge', () => {
  it('works once, and for five minutes', async () => {
    const { person, secret } = await enrolled();
    const used = await challengeFor(person);
    await complete(used, { code: codeOf(secret) });
    given.clock.advance(minute);
    await expect(complete(used, { code: codeOf(secret) })).rejects.toMatchObject(refusal);
    const old = await challengeFor(person);
    given.clock.advance(5 * minute);
    await expect(complete(old, { code: codeOf(secret) })).rejects.toMatchObject(refusal);
    await expect(complete('made up', { code: codeOf(secret) })).rejects.toMatchObject(refusal);
  });
});

describe('a recovery code', () => {
  it('replaces a code once, however it is typed', async () => {
    const { person, recoveryCodes } = await enrolled();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = ''] = recoveryCodes;
    const recoveryCode = first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    await complete(await challengeFor(person), { recoveryCode });
    expect((await given.factsOf(person.userId)).map(({ type }) => type)).toContain(
      'RecoveryCodeUsed',
    );
    const challenge = await challengeFor(person);
    await expect(complete(challenge, { recoveryCode: first })).rejects.toMatchObject(refusal);
  });
});

describe('removing a second factor', () => {
  it('takes the password and a code, and ends the other sessions', async () => {
    const { person, secret, session } = await enrolled();
    const { password } = person;
    const current = await complete(await challengeFor(person), { code: codeOf(secret) });
    given.clock.advance(minute);
    const context = given.contextOf(current);
    const remove = (input: { readonly password: string; readonly code: string }) =>
      given.app.secondFactor.remove(context, input);
    await expect(remove({ password: 'wrong', code: codeOf(secret) })).rejects.toMatchObject({
      code: 'compliance.current_password_wrong',
    });
    await expect(remove({ password, code: '000000' })).rejects.toMatchObject({
      code: 'compliance.code_wrong',
      violations: [{ field: 'code' }],
    });
    await remove({ password, code: codeOf(secret) });
    const { refreshToken } = session;
    await expect(
      given.app.signIn.refresh(given.stranger(), { refreshToken }),
    ).rejects.toMatchObject({ code: 'compliance.refresh_refused' });
    await signIn(given, person);
    await expect(remove({ password, code: codeOf(secret, 1) })).rejects.toMatchObject({
      code: 'compliance.second_factor_missing',
    });
  });
});

describe('a company that asks for a second factor', () => {
  it('grants nothing until one is set up, and says what to do', async () => {
    const access = { requiresSecondFactor: true };
    const person = await newPerson(given, { access });
    const first = await signIn(given, person);
    expect(first.permissions).toEqual([]);
    expect(first.nextSteps).toMatchObject([{ step: 'set_up_second_factor' }]);
    const context = given.contextOf(first);
    const { password } = person;
    const { body } = await given.app.secondFactor.propose(context, { password });
    await given.app.secondFactor.confirm(context, { code: codeOf(body.secret) });
    const { refreshToken } = first;
    const next = await given.app.signIn.refresh(given.stranger(), { refreshToken });
    expect(next.body).toMatchObject({ permissions: ['accounts:read', 'transactions:read'] });
  });
});
