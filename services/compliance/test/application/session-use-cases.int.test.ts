import { newUuid, type CompanyId } from '@accounting/kernel';
import {
  administrator,
  endSessionsIn,
  newPerson,
  signIn,
  startAuthentication,
  type TestAuthentication,
} from './authentication-fixture';

let given: TestAuthentication;
beforeAll(async () => {
  given = await startAuthentication();
});
afterAll(() => given.close());

const refreshRefused = { code: 'compliance.refresh_refused' };
const revoked = async () => (await given.app.readRevocations()).map(({ jti }) => jti);
const tokenIdOf = (answer: { readonly accessToken: string }) =>
  given.contextOf(answer).credential.tokenId;
const refresh = ({ refreshToken }: { readonly refreshToken: string }) =>
  given.app.signIn.refresh(given.stranger(), { refreshToken });

describe('the own sessions', () => {
  it('are listed, the one that asks marked', async () => {
    const person = await newPerson(given);
    const first = await signIn(given, person, '198.51.100.7');
    given.clock.advance(1_000);
    const second = await signIn(given, person, '198.51.100.8');
    const { body } = await given.app.sessions.list(given.contextOf(first));
    expect(body.sessions).toMatchObject([
      { sessionId: second.sessionId, isCurrent: false, clientAddress: '198.51.100.8' },
      { sessionId: first.sessionId, isCurrent: true, clientAddress: '198.51.100.7' },
    ]);
  });

  it('end by signing out: none of their tokens counts any more, those of others do', async () => {
    const person = await newPerson(given);
    const [first, second] = [await signIn(given, person), await signIn(given, person)];
    const { body } = await given.app.sessions.signOut(given.contextOf(first));
    expect(body).toEqual({ ended: 1 });
    expect(await revoked()).toContain(tokenIdOf(first));
    expect(await revoked()).not.toContain(tokenIdOf(second));
    await expect(refresh(first)).rejects.toMatchObject(refreshRefused);
    await refresh(second);
    await expect(given.app.sessions.signOut(given.contextOf(first))).rejects.toMatchObject({
      code: 'compliance.session_ended',
    });
  });

  it('end all together, or one by one', async () => {
    const person = await newPerson(given);
    const sessions = [
      await signIn(given, person),
      await signIn(given, person),
      await signIn(given, person),
    ] as const;
    const context = given.contextOf(sessions[0]);
    await given.app.sessions.end(context, sessions[1].sessionId);
    await expect(refresh(sessions[1])).rejects.toMatchObject(refreshRefused);
    expect((await given.app.sessions.endAll(context)).body).toEqual({ ended: 2 });
    await expect(refresh(sessions[2])).rejects.toMatchObject(refreshRefused);
  });

  it("cannot be somebody else's", async () => {
    const [mine, theirs] = [
      await signIn(given, await newPerson(given)),
      await signIn(given, await newPerson(given)),
    ];
    await expect(
      given.app.sessions.end(given.contextOf(mine), theirs.sessionId),
    ).rejects.toMatchObject({ kind: 'not_found', code: 'compliance.session_unknown' });
    await refresh(theirs);
  });
});

describe('sessions in one company', () => {
  it('end without those in another', async () => {
    const person = await newPerson(given);
    const other = given.directory.admit(person.userId, { companyName: 'Zugdidi Tea' });
    const here = await signIn(given, person);
    const there = await signIn(given, { ...person, companyId: other });
    const { userId, companyId } = person;
    await endSessionsIn(given, { userId, companyId });
    await expect(refresh(here)).rejects.toMatchObject(refreshRefused);
    await refresh(there);
  });

  it('take along tokens of the company whose session has gone on to another one', async () => {
    const person = await newPerson(given);
    const { userId, companyId } = person;
    const other = given.directory.admit(userId, { companyName: 'Zugdidi Tea' });
    const first = await signIn(given, { ...person, companyId });
    const second = (await refresh(first)).body;
    const context = given.contextOf(second);
    const { body } = await given.app.sessions.switchCompany(context, { companyId: other });
    expect(await revoked()).toEqual(expect.arrayContaining([tokenIdOf(first), tokenIdOf(second)]));
    const back = await given.app.sessions.switchCompany(given.contextOf(body), { companyId });
    await endSessionsIn(given, { userId, companyId: other });
    expect(await revoked()).not.toContain(tokenIdOf(back.body));
    await endSessionsIn(given, { userId, companyId });
    expect(await revoked()).toContain(tokenIdOf(back.body));
  });

  it('end before a token is given out that was decided on before', async () => {
    const person = await newPerson(given);
    const { userId, companyId } = person;
    const known = await given.adapters.people.findByEmailKey(person.email);
    await endSessionsIn(given, { userId, companyId });
    const late = given.replica({
      people: { ...given.adapters.people, findByEmailKey: async () => known },
    });
    const { email, password } = person;
    await expect(late.signIn.signIn(given.stranger(), { email, password })).rejects.toMatchObject({
      kind: 'aborted',
      code: 'compliance.access_changed',
    });
    const next = await signIn(given, person);
    expect(await revoked()).not.toContain(tokenIdOf(next));
  });
});

describe('switching the company', () => {
  it('gives a token for it in the same session and revokes the one before', async () => {
    const person = await newPerson(given);
    const companyId = given.directory.admit(person.userId, {
      companyName: 'Zugdidi Tea',
      permissions: ['reports:tax'],
    });
    const first = await signIn(given, person);
    const { body } = await given.app.sessions.switchCompany(given.contextOf(first), { companyId });
    expect(body).toMatchObject({
      sessionId: first.sessionId,
      company: { companyId, name: 'Zugdidi Tea' },
      permissions: ['reports:tax'],
    });
    expect(await revoked()).toContain(tokenIdOf(first));
    expect(await revoked()).not.toContain(tokenIdOf(body));
    expect((await refresh(first)).body.company.companyId).toBe(companyId);
    const credentials = { email: person.email, password: person.password };
    expect((await signIn(given, credentials)).company.companyId).toBe(companyId);
  });

  it('is refused where the person is no member, and after the session has ended', async () => {
    const person = await newPerson(given);
    const first = await signIn(given, person);
    const context = given.contextOf(first);
    const companyId = newUuid() as CompanyId;
    await expect(given.app.sessions.switchCompany(context, { companyId })).rejects.toMatchObject({
      kind: 'permission_denied',
      code: 'compliance.company_not_open',
    });
    await given.app.sessions.signOut(context);
    await expect(
      given.app.sessions.switchCompany(context, { companyId: person.companyId }),
    ).rejects.toMatchObject({ code: 'compliance.session_ended' });
  });
});

describe('the own account', () => {
  it('says who one is and what one may do', async () => {
    const person = await newPerson(given);
    const first = await signIn(given, person);
    const { body } = await given.app.sessions.describe(given.contextOf(first));
    expect(body).toMatchObject({
      userId: person.userId,
      email: person.email,
      hasSecondFactor: false,
      company: { companyId: person.companyId },
      nextSteps: [],
    });
  });
});

describe('a revoked access token', () => {
  it('is among the revocations until a minute after its end', async () => {
    const person = await newPerson(given);
    const first = await signIn(given, person);
    const tokenId = tokenIdOf(first) as ReturnType<typeof newUuid>;
    const context = { ...administrator(given), companyId: person.companyId };
    await given.app.sessions.revoke(context, { tokenId });
    const expiresAt = new Date(Date.parse(given.clock.now()) + 1_800_000).toISOString();
    expect(await given.app.readRevocations()).toContainEqual({ jti: tokenId, expiresAt });
    expect((await given.factsOf(person.userId)).at(-1)?.type).toBe('AccessTokenRevoked');
    await refresh(first);
    given.clock.advance(1_800_000);
    expect(await revoked()).toContain(tokenId);
    given.clock.advance(60_000);
    expect(await revoked()).not.toContain(tokenId);
  });

  it("is not another company's", async () => {
    const person = await newPerson(given);
    const tokenId = tokenIdOf(await signIn(given, person)) as ReturnType<typeof newUuid>;
    await expect(
      given.app.sessions.revoke(administrator(given), { tokenId }),
    ).rejects.toMatchObject({ kind: 'not_found', code: 'compliance.token_unknown' });
    expect(await revoked()).not.toContain(tokenId);
  });
});
