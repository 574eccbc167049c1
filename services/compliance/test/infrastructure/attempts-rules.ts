import { newUuid } from '@accounting/kernel';
import type { AttemptCounter, AttemptSubject } from '../../src/application/authentication-ports';
import { later } from '../../src/domain/instants';
import type { TestAuthentication } from '../application/authentication-fixture';

const minute = 60_000;

/** What holds of counted attempts, wherever they are kept. */
export const attemptsRules = (start: () => Promise<TestAuthentication>): void => {
  let given: TestAuthentication;
  let attempts: AttemptCounter;
  beforeAll(async () => {
    given = await start();
    ({ attempts } = given.adapters);
  });
  afterAll(() => given.close());

  const account = (): AttemptSubject => ({ kind: 'account', emailKey: newUuid() });
  const address = (): AttemptSubject => ({ kind: 'address', address: newUuid() });
  const begin = (...subjects: readonly AttemptSubject[]) =>
    attempts.begin(subjects, given.clock.now());
  const beginTimes = async (count: number, ...subjects: readonly AttemptSubject[]) => {
    for (let done = 0; done < count; done += 1) await begin(...subjects);
  };
  const isAllowed = async (...subjects: readonly AttemptSubject[]) =>
    (await begin(...subjects)).isAllowed;

  describe('counted attempts', () => {
    it('lock an account with the fifth, for a minute', async () => {
      const subject = account();
      await beginTimes(4, subject);
      const until = later(given.clock.now(), minute);
      expect(await begin(subject)).toEqual({
        isAllowed: true,
        locks: [{ kind: 'account', until }],
      });
      expect(await begin(subject)).toEqual({ isAllowed: false, locks: [] });
      given.clock.advance(minute);
      expect(await isAllowed(subject)).toBe(true);
    });

    it('let through as many as are free when many are made at once', async () => {
      const subjects = [account(), address()];
      const verdicts = await Promise.all(Array.from({ length: 40 }, () => begin(...subjects)));
      expect(verdicts.filter(({ isAllowed: was }) => was)).toHaveLength(5);
      expect(verdicts.flatMap(({ locks }) => locks)).toHaveLength(1);
    });

    it('of different accounts count together against the address they come from', async () => {
      const shared = address();
      const verdicts = await Promise.all(
        Array.from({ length: 30 }, () => begin(account(), shared)),
      );
      expect(verdicts.filter(({ isAllowed: was }) => was)).toHaveLength(20);
    });

    it('are not counted against one subject while another is locked', async () => {
      const [locked, shared] = [account(), address()];
      await beginTimes(5, locked);
      await beginTimes(50, locked, shared);
      expect(await isAllowed(account(), shared)).toBe(true);
    });

    it('start anew for the account after a success, and lose one at the address', async () => {
      const [own, shared] = [account(), address()];
      await beginTimes(4, own, shared);
      await beginTimes(15, shared);
      await attempts.succeed([own, shared], given.clock.now());
      expect((await begin(own, shared)).locks).toEqual([]);
      expect((await begin(own, shared)).locks).toEqual([
        expect.objectContaining({ kind: 'address' }),
      ]);
    });

    it('end the lock of the address that the successful one began', async () => {
      const [own, shared] = [account(), address()];
      await beginTimes(19, shared);
      expect((await begin(own, shared)).locks).toHaveLength(1);
      await attempts.succeed([own, shared], given.clock.now());
      expect(await isAllowed(shared)).toBe(true);
    });

    it('that are taken back leave what was counted before', async () => {
      const subject = account();
      await beginTimes(4, subject);
      await attempts.takeBack([subject], given.clock.now());
      expect((await begin(subject)).locks).toEqual([]);
      expect((await begin(subject)).locks).toHaveLength(1);
    });

    it('can be taken back and forgiven when nothing was counted', async () => {
      const subjects = [account(), address()];
      await attempts.takeBack(subjects, given.clock.now());
      await attempts.succeed(subjects, given.clock.now());
      expect(await begin(...subjects)).toEqual({ isAllowed: true, locks: [] });
    });

    it('at an account say nothing of a request to reset its password', async () => {
      const emailKey = newUuid();
      await beginTimes(5, { kind: 'account', emailKey });
      expect(await isAllowed({ kind: 'resetRequest', emailKey })).toBe(true);
    });
  });
};
