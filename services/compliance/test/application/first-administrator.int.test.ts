import { newUuid, type CompanyId, type Uuid } from '@accounting/kernel';
import {
  administrator,
  newPerson,
  signIn,
  startAuthentication,
  type TestAuthentication,
} from './authentication-fixture';

let given: TestAuthentication;
let founded: Uuid[];
let handedOver: { readonly email: string; readonly password: string }[];
beforeEach(async () => {
  given = await startAuthentication();
  [founded, handedOver] = [[], []];
});
afterEach(() => given.close());

const handover = {
  handOver: async (credentials: { readonly email: string; readonly password: string }) => {
    handedOver.push(credentials);
  },
};
const companies = {
  foundFirst: async (userId: Uuid): Promise<CompanyId> => {
    founded.push(userId);
    return given.directory.admit(userId, { companyName: 'Platform' });
  },
};
const replica = () => given.replica({ handover });

describe('the first administrator', () => {
  it('is registered where there is nobody, once, and can sign in', async () => {
    await replica().prepare(companies);
    await replica().prepare(companies);
    expect(founded).toHaveLength(1);
    expect(handedOver).toMatchObject([{ email: 'first@example.ge' }]);
    expect(handedOver[0]?.password.length).toBeGreaterThanOrEqual(24);
    const answer = await signIn(given, handedOver[0] ?? { email: '', password: '' });
    expect(answer.company.name).toBe('Platform');
  });

  it('is one when several replicas start at once', async () => {
    await Promise.all([replica(), replica(), replica()].map((app) => app.prepare(companies)));
    expect(founded).toHaveLength(1);
    const { rows } = await given.owner.withoutCompany((connection) =>
      connection.query<{ email: string }>('SELECT email FROM compliance.people'),
    );
    expect(rows).toEqual([{ email: 'first@example.ge' }]);
    // Others may have written theirs in vain; the one that counts is among them.
    const outcomes = await Promise.allSettled(handedOver.map((each) => signIn(given, each)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(handedOver).toHaveLength(1);
  });

  it('is not registered where there is somebody', async () => {
    await newPerson(given);
    await replica().prepare(companies);
    expect([founded, handedOver]).toEqual([[], []]);
  });

  it('is not registered when the password cannot be handed over', async () => {
    const refusing = { handOver: () => Promise.reject(new Error('the file exists')) };
    await expect(given.replica({ handover: refusing }).prepare(companies)).rejects.toThrow(
      'the file exists',
    );
    await replica().prepare(companies);
    expect(handedOver).toHaveLength(1);
  });

  it('gets a company at the next start when the first one ended before', async () => {
    const failing = { foundFirst: () => Promise.reject(new Error('the process ended')) };
    await expect(replica().prepare(failing)).rejects.toThrow('the process ended');
    await replica().prepare(companies);
    expect(founded).toHaveLength(1);
    expect(handedOver).toHaveLength(1);
  });
});

describe('people', () => {
  const details = () => ({ email: `p-${newUuid()}@example.ge`, displayName: 'Nino Example' });

  it('are registered once for an address, however it is written, also at once', async () => {
    const { email, displayName } = details();
    const written = [email, email.toUpperCase(), ` ${email} `];
    const people = await Promise.all(
      written.map((each) =>
        given.replica().invitations.address(administrator(given), { email: each, displayName }),
      ),
    );
    expect(new Set(people.map(({ userId }) => userId)).size).toBe(1);
    const userIds = people.slice(0, 1).map(({ userId }) => userId);
    const found = await given.app.people.find([...userIds, newUuid()]);
    expect(found).toMatchObject([{ userId: userIds[0], displayName, isActive: true }]);
    // An id with a time in it would tell how long somebody has been known.
    expect(userIds[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
  });

  it.each([
    ['email', { email: 'nobody' }],
    ['displayName', { displayName: ' ' }],
  ])('are refused without a %s', async (field, change) => {
    const person = { ...details(), ...change };
    await expect(given.app.invitations.address(administrator(given), person)).rejects.toMatchObject(
      {
        kind: 'invalid_argument',
        violations: [{ field }],
      },
    );
  });

  it('who are not registered are not deactivated', async () => {
    const context = administrator(given);
    const unknown = { kind: 'not_found', code: 'compliance.user_unknown' };
    await expect(given.app.people.deactivate(context, newUuid())).rejects.toMatchObject(unknown);
  });

  it('who were deactivated can sign in again when they are reactivated', async () => {
    const person = await newPerson(given);
    await given.app.people.deactivate(administrator(given), person.userId);
    await expect(signIn(given, person)).rejects.toMatchObject({
      code: 'compliance.sign_in_refused',
    });
    await given.app.people.reactivate(administrator(given), person.userId);
    await signIn(given, person);
  });
});
