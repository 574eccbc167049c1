import { setTimeout as sleep } from 'node:timers/promises';
import { Instant } from '@accounting/kernel';
import { aWhile, company, eventually, message, messagesOf } from '../fixtures';
import { oneByOne, oneTo, recording, versionsOf, type GiveTransport } from './subject';

/** A group can be sent back to a point in time, and tells how far behind it is. */
export const beginningAgainContract = (given: GiveTransport): void => {
  describe('when a group begins again', () => {
    it('delivers to it, and to nobody else, what was published since then', async () => {
      const { transport, open, topic, group, about, subscribe } = given();
      const [first, other, again] = [recording(), recording(), recording()];
      const subscription = await subscribe(first.handle);
      await transport.subscribe({
        group: `${group}-x`,
        topics: [topic],
        ...oneByOne(other.handle),
      });
      await transport.publish(about(messagesOf(company(1), 5)));
      await sleep(20);
      const since = Instant.ofDate(new Date());
      await sleep(20);
      await transport.publish(oneTo(5).map((one) => message({ topic, streamVersion: one + 5 })));
      await eventually('both have all', () => first.handled.length + other.handled.length === 20);
      await subscription.stop();

      await transport.rewind(group, [topic], since);
      await subscribe(again.handle, await open());

      await eventually('the later ones come again', () => again.handled.length >= 5);
      await aWhile();
      expect(versionsOf(again.handled, company(1))).toEqual([6, 7, 8, 9, 10]);
      expect(other.handled).toHaveLength(10);
    });

    it('delivers only what is new to one that begins again with a time to come', async () => {
      const { transport, topic, group, about, subscribe } = given();
      const { handled, handle } = recording();
      await transport.publish(about(messagesOf(company(1), 5)));
      await transport.rewind(group, [topic], Instant.ofDate(new Date(Date.now() + 3_600_000)));
      await transport.publish([message({ topic, streamVersion: 6 })]);
      await subscribe(handle);

      await eventually('the new one arrives', () => handled.length > 0);
      await aWhile();
      expect(versionsOf(handled, company(1))).toEqual([6]);
    });

    it('refuses while the group is at work', async () => {
      const { transport, topic, group, subscribe } = given();
      const { handled, handle } = recording();
      await subscribe(handle);
      await transport.publish([message({ topic })]);
      await eventually('it is at work', () => handled.length === 1);

      await expect(
        transport.rewind(group, [topic], Instant.ofDate(new Date(0))),
      ).rejects.toMatchObject({ code: 'messaging.group_is_at_work' });
    });
  });

  it('tells how many messages a group has not dealt with', async () => {
    const { transport, topic, group, about, subscribe } = given();
    await transport.publish(about(messagesOf(company(1), 7)));
    expect(await transport.lag(group, [topic])).toBe(7);
    const { handled, handle } = recording();
    await subscribe(handle);

    await eventually('all are handled', () => handled.length === 7);
    expect(await transport.topicsOf(`${group}-x`)).toEqual([]);
    await eventually('its topic is known', async () =>
      (await transport.topicsOf(group)).includes(topic),
    );
    await eventually('it says so', async () => (await transport.lag(group, [topic])) === 0);
  });
};
