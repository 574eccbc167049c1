import type { CompanyId } from '@accounting/kernel';
import type { IncomingMessage, MessageAttributes, Subscription } from '../../src';
import { aWhile, company, eventually } from '../fixtures';
import { notNow, oneTo, randomNumbers, recording, versionsOf, type GiveTransport } from './subject';

/** The members of a group share its companies, and hand them over as they come and go. */
export const groupMembersContract = (given: GiveTransport): void => {
  describe('with several members in a group', () => {
    it('delivers each message to one of them, and gives each some companies', async () => {
      const { transport, open, toEach, subscribe } = given();
      const members = [recording(), recording(), recording()];
      for (const { handle } of members) await subscribe(handle, await open());
      const companies = oneTo(48).map(company);
      const everybodyHasWork = async (): Promise<boolean> => {
        await transport.publish(toEach(companies));
        await aWhile();
        return members.every(({ handled }) => handled.length > 0);
      };
      await eventually('everybody has work', everybodyHasWork);
      for (const member of members) member.handled.splice(0);
      await transport.publish(toEach(companies, 2));

      const second = (): IncomingMessage[] =>
        members
          .flatMap(({ handled }) => handled)
          .filter(({ attributes }) => attributes.streamVersion === 2);
      await eventually('all arrive', () => second().length >= companies.length);
      await aWhile();
      expect(
        second()
          .map(({ attributes }) => attributes.companyId)
          .sort(),
      ).toEqual(companies);
    });

    it('keeps the order of a company while members come and go', async () => {
      const { transport, open, toEach, subscribe } = given();
      const { handled, handle } = recording();
      const companies = oneTo(16).map(company);
      await subscribe(handle);
      let second: Subscription | undefined;
      for (const version of oneTo(40)) {
        await transport.publish(toEach(companies, version));
        if (version === 10) second = await subscribe(handle, await open());
        if (version === 30) await second?.stop();
      }

      await eventually('all arrive', () => handled.length >= 16 * 40);
      for (const one of companies) expect(versionsOf(handled, one)).toEqual(oneTo(40));
    });

    it('hands the companies of a member that stopped to those that stay', async () => {
      const { transport, open, toEach, subscribe } = given();
      const [leaves, stays] = [recording(), recording()];
      const companies = oneTo(16).map(company);
      const leaving = await subscribe(leaves.handle, await open());
      await transport.publish(toEach(companies));
      await eventually('the one that leaves has all', () => leaves.handled.length === 16);
      await subscribe(stays.handle, await open());
      await leaving.stop();
      await transport.publish(toEach(companies, 2));

      await eventually('all arrive at the one that stays', () =>
        companies.every((one) => versionsOf(stays.handled, one).includes(2)),
      );
    });
  });

  it('loses and reorders nothing while handlers fail and members come and go', async () => {
    const { transport, toEach, subscribe } = given();
    const chance = randomNumbers(20261122);
    const companies = oneTo(24).map(company);
    const skipped: MessageAttributes[] = [];
    const seen = new Map<CompanyId, number[]>(companies.map((one) => [one, []]));
    const handle = async ({ attributes }: IncomingMessage): Promise<void> => {
      if (chance() < 0.1) throw notNow();
      const versions = seen.get(attributes.companyId) ?? [];
      // At least once: what comes again was seen before, what is new is the next.
      if (attributes.streamVersion > versions.length + 1) skipped.push(attributes);
      if (attributes.streamVersion > versions.length) versions.push(attributes.streamVersion);
    };
    const members: Subscription[] = [await subscribe(handle)];
    for (const version of oneTo(60)) {
      await transport.publish(toEach(companies, version));
      if (chance() < 0.2) members.push(await subscribe(handle));
      if (chance() < 0.2 && members.length > 1) await members.shift()?.stop();
    }

    const count = (): number => [...seen.values()].flat().length;
    await eventually('all are handled', () => count() === 24 * 60);
    for (const versions of seen.values()) expect(versions).toEqual(oneTo(60));
    expect(skipped).toEqual([]);
  });
};
