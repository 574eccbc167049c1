import { Gate, aWhile, company, eventually, messagesOf } from '../fixtures';
import { oneTo, type GiveTransport } from './subject';

/** Handlers get messages one by one for each company, and no more than they can take. */
export const handingOverContract = (given: GiveTransport): void => {
  it('hands over one message of a company at a time', async () => {
    const { transport, about, subscribe } = given();
    let inHand = 0;
    let mostInHand = 0;
    let handled = 0;
    await subscribe(async () => {
      inHand += 1;
      mostInHand = Math.max(mostInHand, inHand);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inHand -= 1;
      handled += 1;
    });
    await transport.publish(about(messagesOf(company(1), 20)));

    await eventually('all are handled', () => handled === 20);
    expect(mostInHand).toBe(1);
  });

  it('hands over no more than the handlers can take', async () => {
    const { bus, transport, toEach, subscribe } = given();
    const gate = new Gate();
    let inHand = 0;
    await subscribe(async () => {
      inHand += 1;
      await gate.opened;
    });
    const count = bus.concurrencyMax * 3;
    await transport.publish(toEach(oneTo(count).map(company)));

    await eventually('the handlers are busy', () => inHand === bus.concurrencyMax);
    await aWhile();
    expect(inHand).toBe(bus.concurrencyMax);
    gate.open();
    await eventually('the rest follows', () => inHand === count);
  });
};
