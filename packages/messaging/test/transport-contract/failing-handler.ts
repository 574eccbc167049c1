import { aWhile, company, eventually, message, messagesOf } from '../fixtures';
import { notNow, oneTo, recording, versionsOf, type GiveTransport } from './subject';

/** A message whose handler fails comes again before what follows it in its company. */
export const failingHandlerContract = (given: GiveTransport): void => {
  describe('when a handler fails', () => {
    it('delivers the message again, before the later ones of the company', async () => {
      const { bus, transport, about, subscribe } = given();
      const handled: number[] = [];
      let failures = 0;
      await subscribe(async ({ attributes }) => {
        if (attributes.streamVersion === 3 && failures < bus.attemptCountMax - 1) {
          failures += 1;
          throw new Error('not now');
        }
        handled.push(attributes.streamVersion);
      });
      await transport.publish(about(messagesOf(company(1), 6)));

      await eventually('all are handled', () => handled.length === 6);
      expect(failures).toBe(bus.attemptCountMax - 1);
      expect(handled).toEqual(oneTo(6));
    });

    it('does not hold up other companies', async () => {
      const { transport, about, subscribe } = given();
      const { handled, handle } = recording();
      await subscribe(async (one) => {
        if (one.attributes.companyId === company(1)) throw notNow();
        await handle(one);
      });
      // Company 17 is in the same slot or partition as company 1, where there are 16 of them.
      const others = [company(2), company(17)];
      await transport.publish(
        [company(1), ...others].flatMap((one) => about(messagesOf(one, 100))),
      );

      await eventually('the others have all', () => handled.length === 200);
      for (const one of others) expect(versionsOf(handled, one)).toEqual(oneTo(100));
    });

    it('gives a message up after its attempts and goes on with the company', async () => {
      const { bus, transport, topic, about, subscribe } = given();
      let attempts = 0;
      const { handled, handle } = recording();
      await subscribe(async (one) => {
        if (one.attributes.streamVersion === 2) {
          attempts += 1;
          throw new Error('a poison message');
        }
        await handle(one);
      });
      await transport.publish(about(messagesOf(company(1), 5)));

      await eventually('the others are handled', () => handled.length === 4);
      await transport.publish([message({ topic, streamVersion: 6 })]);
      await eventually('new ones are handled', () => handled.length === 5);
      expect(versionsOf(handled, company(1))).toEqual([1, 3, 4, 5, 6]);
      expect(attempts).toBe(bus.attemptCountMax);
    });

    it('never gives up on a failure that says it is temporary', async () => {
      const { bus, transport, topic, subscribe } = given();
      const { handled, handle } = recording();
      let attempts = 0;
      await subscribe(async (one) => {
        attempts += 1;
        if (attempts <= bus.attemptCountMax * 2) throw notNow();
        await handle(one);
      });
      await transport.publish([message({ topic })]);

      await eventually('it is handled at last', () => handled.length === 1);
    });

    it('goes on at the failed message when another member takes over', async () => {
      const { transport, open, about, subscribe } = given();
      let failures = 0;
      const failing = await subscribe(async ({ attributes }) => {
        if (attributes.streamVersion === 1) return;
        failures += 1;
        throw notNow();
      });
      await transport.publish(about(messagesOf(company(1), 4)));
      await eventually('the second has failed', () => failures > 0);
      await failing.stop();
      const { handled, handle } = recording();
      await subscribe(handle, await open());

      await eventually('the rest is handled', () => handled.length >= 3);
      await aWhile();
      expect(versionsOf(handled, company(1))).toEqual([2, 3, 4]);
    });
  });
};
