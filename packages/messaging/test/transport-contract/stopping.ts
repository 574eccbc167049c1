import { Gate, aWhile, company, eventually, message, messagesOf } from '../fixtures';
import { recording, versionsOf, type GiveTransport } from './subject';

/** What is stopped or closed finishes what is in hand and begins nothing. */
export const stoppingContract = (given: GiveTransport): void => {
  describe('when stopped', () => {
    it('waits for the messages in hand and takes no more', async () => {
      const { transport, about, subscribe } = given();
      const gate = new Gate();
      const started: number[] = [];
      const subscription = await subscribe(async ({ attributes }) => {
        started.push(attributes.streamVersion);
        await gate.opened;
      });
      await transport.publish(about(messagesOf(company(1), 3)));
      await eventually('the first is in hand', () => started.length === 1);
      let hasStopped = false;
      const stopped = subscription.stop().then(() => {
        hasStopped = true;
      });
      await aWhile();

      expect(hasStopped).toBe(false);
      gate.open();
      await stopped;
      await aWhile();
      expect(started).toEqual([1]);
    });

    it('goes on after the last message handled', async () => {
      const { transport, open, about, subscribe } = given();
      const first = recording();
      const subscription = await subscribe(first.handle);
      await transport.publish(about(messagesOf(company(1), 10)));
      await eventually('the first ten arrive', () => first.handled.length === 10);
      await subscription.stop();
      const later = messagesOf(company(1), 12).slice(10);
      await transport.publish(about(later));
      const second = recording();
      await subscribe(second.handle, await open());

      await eventually('the others arrive', () => second.handled.length >= 2);
      await aWhile();
      expect(versionsOf(second.handled, company(1))).toEqual([11, 12]);
    });
  });

  it('answers a ping and takes messages until it is closed, and then neither', async () => {
    const { transport, topic } = given();
    await expect(transport.ping()).resolves.toBeUndefined();
    await transport.publish([message({ topic })]);
    await transport.close();

    await expect(transport.ping()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(transport.publish([message({ topic })])).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
};
