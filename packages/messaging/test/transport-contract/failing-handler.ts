import type { UnreadableMessage } from '../../src';
import { aWhile, company, eventually, message, messagesOf } from '../fixtures';
import { notNow, oneTo, recording, versionsOf, type GiveTransport } from './subject';

/** What was rejected comes again, before what follows it in its company. */
export const failingHandlerContract = (given: GiveTransport): void => {
  describe('when messages are rejected', () => {
    it('delivers them again, before the later ones of the company', async () => {
      const { transport, about, subscribe } = given();
      const handled: number[] = [];
      let failures = 0;
      await subscribe(async ({ attributes }) => {
        if (attributes.streamVersion === 3 && failures < 4) {
          failures += 1;
          throw notNow();
        }
        handled.push(attributes.streamVersion);
      });
      await transport.publish(about(messagesOf(company(1), 6)));

      await eventually('all are handled', () => handled.includes(6));
      expect(failures).toBe(4);
      // What was rejected together comes again together.
      expect([...new Set(handled)]).toEqual(oneTo(6));
    });

    it('does not hold up other companies, as long as little waits', async () => {
      const { transport, about, subscribe } = given();
      const { handled, handle } = recording();
      await subscribe(async (one) => {
        if (one.attributes.companyId === company(1)) throw notNow();
        await handle(one);
      });
      // Company 17 is in the same slot as company 1, where there are 16 of them.
      const others = [company(2), company(17)];
      await transport.publish(about(messagesOf(company(1), 2)));
      await transport.publish(others.flatMap((one) => about(messagesOf(one, 100))));

      await eventually('the others have all', () => handled.length === 200);
      for (const one of others) expect(versionsOf(handled, one)).toEqual(oneTo(100));
    });

    it('goes on at the rejected message when another member takes over', async () => {
      const { transport, open, topic, subscribe } = given();
      let failures = 0;
      const failing = await subscribe(async ({ attributes }) => {
        if (attributes.streamVersion === 1) return;
        failures += 1;
        throw notNow();
      });
      await transport.publish([message({ topic, streamVersion: 1 })]);
      await aWhile();
      await transport.publish(oneTo(4).map((one) => message({ topic, streamVersion: one + 1 })));
      await eventually('the second has failed', () => failures > 0);
      await failing.stop();
      const { handled, handle } = recording();
      await subscribe(handle, await open());

      await eventually('the rest is handled', () => handled.length >= 4);
      await aWhile();
      expect(versionsOf(handled, company(1))).toEqual([2, 3, 4, 5]);
    });
  });

  it('hands over what nobody can read as it is, with the reason', async () => {
    const { transport, topic, group } = given();
    const refused: UnreadableMessage[] = [];
    const { handled, handle } = recording();
    const bad = { topic, key: company(1), headers: { ce_id: '7' }, value: 'no JSON' };
    await transport.publishRaw([bad]);
    await transport.publish([message({ topic })]);
    await transport.subscribe({
      ...{ group, topics: [topic] },
      deliver: async (messages) => {
        for (const one of messages) await handle(one);
      },
      refuse: async (one) => void refused.push(one),
    });

    await eventually('the good one is handled', () => handled.length === 1);
    expect(refused).toEqual([
      {
        ...bad,
        partition: expect.any(Number) as number,
        offset: expect.any(String) as string,
        reason: expect.stringContaining('ce_specversion') as string,
      },
    ]);
  });
};
