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

describe('a person with many facts', () => {
  it('is known by a snapshot and what came after it', async () => {
    const person = await newPerson(given);
    const { userId } = person;
    for (let count = 0; count < 50; count += 1) {
      await given.app.people.deactivate(administrator(given), userId);
      await given.app.people.reactivate(administrator(given), userId);
    }
    const { rows } = await given.owner.withoutCompany((connection) =>
      connection.query<{ stream_version: number }>(
        'SELECT stream_version FROM event_sourcing.aggregate_snapshots WHERE stream_id = $1',
        [`user-${userId}`],
      ),
    );
    expect(rows).toEqual([{ stream_version: 100 }]);
    await signIn(given, person);
    const context = given.contextOf(await signIn(given, person));
    await expect(given.app.secondFactor.confirm(context, { code: '000000' })).rejects.toMatchObject(
      { code: 'compliance.second_factor_missing' },
    );
  });
});

describe('somebody who is deactivated while they sign in', () => {
  it('is told the same as a moment later, and gets no session', async () => {
    const person = await newPerson(given);
    const known = await given.adapters.people.findByEmailKey(person.email);
    await given.app.people.deactivate(administrator(given), person.userId);
    const late = given.replica({
      people: { ...given.adapters.people, findByEmailKey: async () => known },
    });
    const { email, password } = person;
    await expect(late.signIn.signIn(given.stranger(), { email, password })).rejects.toMatchObject({
      code: 'compliance.sign_in_refused',
    });
    expect((await given.factsOf(person.userId)).at(-1)?.type).toBe('UserDeactivated');
  });
});

describe('a session that is ended while it is refreshed', () => {
  it('ends, and neither request waits for the other for ever', async () => {
    const person = await newPerson(given);
    const { userId } = person;
    for (let round = 0; round < 10; round += 1) {
      const { refreshToken } = await signIn(given, person);
      const [refreshed] = await Promise.allSettled([
        given.replica().signIn.refresh(given.stranger(), { refreshToken }),
        endSessionsIn(given, { userId, companyId: person.companyId }),
      ]);
      const next = refreshed.status === 'fulfilled' ? refreshed.value.body.refreshToken : '';
      await expect(
        given.app.signIn.refresh(given.stranger(), { refreshToken: next }),
      ).rejects.toMatchObject({ code: 'compliance.refresh_refused' });
    }
    // Nobody has stolen anything.
    const types = (await given.factsOf(userId)).map(({ type }) => type);
    expect(types).not.toContain('RefreshTokenReused');
  });
});
