import { newUuid } from '@accounting/kernel';
import { createFolderDelivery } from '../../src/infrastructure/message-delivery.folder';
import {
  accept,
  administrator,
  invite,
  newPerson,
  passwords,
  signIn,
  startAuthentication,
  type TestAuthentication,
} from './authentication-fixture';

let given: TestAuthentication;
beforeAll(async () => {
  given = await startAuthentication();
});
afterAll(() => given.close());

const refused = { kind: 'invalid_argument', code: 'compliance.invitation_refused' };
const newPassword = passwords.first;
const newcomer = () => ({ email: `invited-${newUuid()}@example.ge`, displayName: 'Gia Example' });

describe('the token of an invitation', () => {
  it('goes to the address, and sets a first password once, within seven days', async () => {
    const person = newcomer();
    const { userId, token } = await invite(given, person);
    expect(given.messages.at(-1)).toMatchObject({ to: person.email, purpose: 'invitation' });
    given.clock.advance(7 * 86_400_000 - 1);
    await accept(given, { token, newPassword });
    given.directory.admit(userId);
    await signIn(given, { email: person.email, password: newPassword });
    await expect(accept(given, { token })).rejects.toMatchObject(refused);
    const late = await invite(given, newcomer());
    given.clock.advance(7 * 86_400_000);
    await expect(accept(given, { token: late.token, newPassword })).rejects.toMatchObject(refused);
  });

  it('asks for a password of who has none, and uses nothing up when it will not do', async () => {
    const { token } = await invite(given, newcomer());
    await expect(accept(given, { token })).rejects.toMatchObject({
      code: 'compliance.password_missing',
      violations: [{ field: 'newPassword' }],
    });
    await expect(accept(given, { token, newPassword: 'short' })).rejects.toMatchObject({
      code: 'compliance.password_unsuitable',
    });
    await accept(given, { token, newPassword });
  });

  it('leaves the password of who has one as it is', async () => {
    const person = await newPerson(given);
    const { token } = await invite(given, { email: person.email, displayName: 'Somebody' });
    const other = { token, newPassword: passwords.second };
    await expect(accept(given, other)).rejects.toMatchObject({
      code: 'compliance.user_password_chosen',
    });
    await accept(given, { token });
    await signIn(given, person);
    const [found] = await given.app.people.find([person.userId]);
    expect(found?.displayName).toBe('Nino Example');
  });

  it('stops working with the next one, with the account, and when it is taken back', async () => {
    const person = newcomer();
    const context = administrator(given);
    const first = await invite(given, person, context);
    const second = await invite(given, person, context);
    await expect(accept(given, { token: first.token, newPassword })).rejects.toMatchObject(refused);
    await given.app.people.deactivate(context, second.userId);
    const presented = { token: second.token, newPassword };
    await expect(accept(given, presented)).rejects.toMatchObject(refused);
    await given.app.people.reactivate(context, second.userId);
    const { companyId, userId } = second;
    await given.database.write([], (transaction) =>
      given.app.invitations.withdraw(transaction, { companyId, userId }),
    );
    await expect(accept(given, presented)).rejects.toMatchObject(refused);
  });

  it('of one company is not that of another', async () => {
    const person = newcomer();
    const [one, other] = [await invite(given, person), await invite(given, person)];
    expect(one.userId).toBe(other.userId);
    await accept(given, { token: one.token, newPassword });
    await accept(given, { token: other.token });
  });

  it('presented by several at once works for one', async () => {
    const { token } = await invite(given, newcomer());
    const opened = await Promise.all(
      Array.from({ length: 4 }, () =>
        given.replica().invitations.open(given.stranger(), { token, newPassword }),
      ),
    );
    const outcomes = await Promise.allSettled(opened.map(({ complete }) => complete()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the name of a person', () => {
  it('is that of the invitation they set their password with', async () => {
    const { email } = newcomer();
    await invite(given, { email, displayName: 'Whoever was first' });
    const { userId, token } = await invite(given, { email, displayName: 'Gia Example' });
    await accept(given, { token, newPassword });
    const [found] = await given.app.people.find([userId]);
    expect(found?.displayName).toBe('Gia Example');
  });
});

describe('what a company sees before', () => {
  it('is what it has typed', async () => {
    const person = await newPerson(given);
    const typed = { email: person.email.toUpperCase(), displayName: 'As typed' };
    const { companyId, userId } = await invite(given, typed);
    const shown = await given.app.invitations.find(companyId, [userId, newUuid()]);
    expect(shown).toEqual([{ userId, ...typed, expiresAt: expect.any(String) as string }]);
    expect(await given.app.invitations.find(person.companyId, [userId])).toEqual([]);
  });
});

describe('where messages cannot be sent', () => {
  it('it is said before anything is recorded', () => {
    const { invitations } = given.replica({ delivery: createFolderDelivery(undefined) });
    expect(() => {
      invitations.requireSending();
    }).toThrow('MESSAGES_FOLDER');
  });

  it('it is said that the invitation stands, and the log does not name the token', async () => {
    const failure = new Error('the disk is full');
    const delivery = { canDeliver: true, deliver: () => Promise.reject(failure) };
    const { invitations } = given.replica({ delivery });
    const context = administrator(given);
    const invitee = { ...newcomer(), userId: newUuid(), companyName: 'Vake Bakery' };
    await expect(invitations.issue(context, invitee).send()).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'compliance.invitation_not_sent',
    });
    expect(given.logLines.join('')).toContain('the disk is full');
  });
});
