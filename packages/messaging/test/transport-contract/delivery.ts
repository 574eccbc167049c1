import { newUuid, type Uuid } from '@accounting/kernel';
import { topicOfFacts, type OutgoingMessage } from '../../src';
import { aWhile, company, eventually, message, messagesOf } from '../fixtures';
import { oneByOne, oneTo, recording, versionsOf, type GiveTransport } from './subject';

const idsOf = (messages: readonly OutgoingMessage[]): Uuid[] =>
  messages.map(({ attributes }) => attributes.id);

/** What was published arrives unchanged, in order, at everybody who asked for it. */
export const deliveryContract = (given: GiveTransport): void => {
  it('delivers what was published, unchanged', async () => {
    const { transport, topic, subscribe } = given();
    const sent = message({
      topic,
      causationId: newUuid(),
      value: { text: 'ქირა "ნოემბერი" \\ 10%', amount: '10.10', none: null, list: [1, {}, []] },
    });
    const { handled, handle } = recording();
    await transport.publish([sent]);
    await subscribe(handle);

    await eventually('the message arrives', () => handled.length === 1);
    expect(handled).toEqual([
      { ...sent, partition: expect.any(Number) as number, offset: expect.any(String) as string },
    ]);
  });

  it('takes an empty batch', async () => {
    const { transport } = given();
    await expect(transport.publish([])).resolves.toBeUndefined();
  });

  it('keeps the order of each company, across batches', async () => {
    const { transport, about, subscribe } = given();
    const { handled, handle } = recording();
    await subscribe(handle);
    const companies = [company(1), company(2), company(17)];
    const sent = companies.flatMap((one) => about(messagesOf(one, 60)));
    const ordered = sent.sort(
      (left, right) => left.attributes.streamVersion - right.attributes.streamVersion,
    );
    for (let at = 0; at < ordered.length; at += 25) {
      await transport.publish(ordered.slice(at, at + 25));
    }

    await eventually('all arrive', () => handled.length === 180);
    for (const one of companies) expect(versionsOf(handled, one)).toEqual(oneTo(60));
  });

  it('gives a company growing offsets', async () => {
    const { transport, about, subscribe } = given();
    const { handled, handle } = recording();
    await transport.publish(about(messagesOf(company(1), 20)));
    await subscribe(handle);

    await eventually('all arrive', () => handled.length === 20);
    const offsets = handled.map(({ offset }) => Number(offset));
    expect(offsets).toEqual([...new Set(offsets)].sort((left, right) => left - right));
  });

  it('takes a batch of 1,000 and delivers all of it', async () => {
    const { transport, topic, subscribe } = given();
    const { handled, handle } = recording();
    await subscribe(handle);
    const sent = oneTo(1_000).map((number) => message({ topic, companyId: company(number % 50) }));
    await transport.publish(sent);

    await eventually('all arrive', () => handled.length >= 1_000);
    expect(idsOf(handled).sort()).toEqual(idsOf(sent).sort());
  });

  it('delivers topics that were asked for only', async () => {
    const { transport, topic, subscribe } = given();
    const { handled, handle } = recording();
    await transport.prepare([topicOfFacts(`${topic}-other`)]);
    await subscribe(handle);
    await transport.publish([message({ topic: `${topic}-other` }), message({ topic })]);

    await eventually('one arrives', () => handled.length > 0);
    await aWhile();
    expect(handled.map((one) => one.topic)).toEqual([topic]);
  });

  it('delivers every message to every group', async () => {
    const { transport, topic, group, about } = given();
    const first = recording();
    const second = recording();
    await transport.subscribe({ group: `${group}-1`, topics: [topic], ...oneByOne(first.handle) });
    await transport.subscribe({ group: `${group}-2`, topics: [topic], ...oneByOne(second.handle) });
    await transport.publish(about(messagesOf(company(1), 5)));

    await eventually('both have all', () => first.handled.length + second.handled.length === 10);
    expect(versionsOf(first.handled, company(1))).toEqual(oneTo(5));
    expect(versionsOf(second.handled, company(1))).toEqual(oneTo(5));
  });
};
