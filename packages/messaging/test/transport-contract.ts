import { type CompanyId, DomainError, newUuid } from '@accounting/kernel';
import type {
  IncomingMessage,
  MessageAttributes,
  OutgoingMessage,
  Subscription,
  Transport,
} from '../src';
import { Gate, aWhile, company, eventually, message, messagesOf } from './fixtures';

/** One bus, to which a test opens as many transports as it has processes. */
export interface TransportUnderTest {
  open(): Promise<Transport>;
  /** Companies in hand at the same time, at most, per subscription. */
  readonly concurrencyMax: number;
  /** Attempts at one message before it is parked; waits between them must be short. */
  readonly attemptCountMax: number;
  dispose(): Promise<void>;
}

type Handle = (message: IncomingMessage) => Promise<void>;

/** The rules that every transport keeps. `prepare` gives a bus that nobody else uses. */
export const transportContract = (
  name: string,
  prepare: () => Promise<TransportUnderTest>,
): void => {
  describe(`${name} as a transport`, () => {
    let bus: TransportUnderTest;
    let transport: Transport;
    const opened: Transport[] = [];
    let topic: string;
    let group: string;

    beforeAll(async () => {
      bus = await prepare();
    });

    beforeEach(async () => {
      topic = `accounting-core.${newUuid()}`;
      group = `reporting.${newUuid()}`;
      transport = await open();
    });

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });

    afterAll(async () => {
      await bus.dispose();
    });

    const open = async (): Promise<Transport> => {
      const one = await bus.open();
      opened.push(one);
      return one;
    };

    const about = (messages: readonly OutgoingMessage[]): readonly OutgoingMessage[] =>
      messages.map((one) => ({ ...one, topic }));

    const subscribe = (handle: Handle, by: Transport = transport): Promise<Subscription> =>
      by.subscribe({ group, topics: [topic], handle });

    /** Handles everything, and keeps what it handled. */
    const recording = (): { readonly handled: IncomingMessage[]; readonly handle: Handle } => {
      const handled: IncomingMessage[] = [];
      return { handled, handle: async (one) => void handled.push(one) };
    };

    const versionsOf = (handled: readonly IncomingMessage[], companyId: CompanyId): number[] =>
      handled
        .filter(({ attributes }) => attributes.companyId === companyId)
        .map(({ attributes }) => attributes.streamVersion);

    const oneTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

    it('delivers what was published, unchanged', async () => {
      const sent = message({
        topic,
        causationId: newUuid(),
        value: { text: 'ქირა "ნოემბერი" \\ 10%', amount: '10.10', none: null, list: [1, {}, []] },
      });
      const { handled, handle } = recording();
      await transport.publish([sent]);
      await subscribe(handle);

      await eventually('the message arrives', () => handled.length === 1);
      expect(handled).toEqual([{ ...sent, offset: expect.any(String) as string }]);
    });

    it('takes an empty batch', async () => {
      await expect(transport.publish([])).resolves.toBeUndefined();
    });

    it('keeps the order of each company, across batches', async () => {
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
      const { handled, handle } = recording();
      await transport.publish(about(messagesOf(company(1), 20)));
      await subscribe(handle);

      await eventually('all arrive', () => handled.length === 20);
      const offsets = handled.map(({ offset }) => Number(offset));
      expect(offsets).toEqual([...new Set(offsets)].sort((left, right) => left - right));
    });

    it('takes a batch of 1,000 and delivers all of it', async () => {
      const { handled, handle } = recording();
      await subscribe(handle);
      await transport.publish(
        oneTo(1_000).map((number) => message({ topic, companyId: company(number % 50) })),
      );

      await eventually('all arrive', () => handled.length === 1_000);
    });

    it('delivers topics that were asked for only', async () => {
      const { handled, handle } = recording();
      await subscribe(handle);
      await transport.publish([message({ topic: `${topic}-other` }), message({ topic })]);

      await eventually('one arrives', () => handled.length > 0);
      await aWhile();
      expect(handled.map((one) => one.topic)).toEqual([topic]);
    });

    it('delivers every message to every group', async () => {
      const first = recording();
      const second = recording();
      await transport.subscribe({ group: `${group}-1`, topics: [topic], handle: first.handle });
      await transport.subscribe({ group: `${group}-2`, topics: [topic], handle: second.handle });
      await transport.publish(about(messagesOf(company(1), 5)));

      await eventually('both have all', () => first.handled.length + second.handled.length === 10);
      expect(versionsOf(first.handled, company(1))).toEqual(oneTo(5));
      expect(versionsOf(second.handled, company(1))).toEqual(oneTo(5));
    });

    it('hands over one message of a company at a time', async () => {
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
      const gate = new Gate();
      let inHand = 0;
      await subscribe(async () => {
        inHand += 1;
        await gate.opened;
      });
      const count = bus.concurrencyMax * 3;
      await transport.publish(
        oneTo(count).map((number) => message({ topic, companyId: company(number) })),
      );

      await eventually('the handlers are busy', () => inHand === bus.concurrencyMax);
      await aWhile();
      expect(inHand).toBe(bus.concurrencyMax);
      gate.open();
      await eventually('the rest follows', () => inHand === count);
    });

    describe('with several members in a group', () => {
      it('delivers each message to one of them, and gives each some companies', async () => {
        const members = [recording(), recording(), recording()];
        for (const { handle } of members) await subscribe(handle, await open());
        const companies = oneTo(48).map(company);
        const everybodyHasWork = async (): Promise<boolean> => {
          await transport.publish(companies.map((one) => message({ topic, companyId: one })));
          await aWhile();
          return members.every(({ handled }) => handled.length > 0);
        };
        await eventually('everybody has work', everybodyHasWork);
        for (const member of members) member.handled.splice(0);
        await transport.publish(
          companies.map((one) => message({ topic, companyId: one, streamVersion: 2 })),
        );

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
        const { handled, handle } = recording();
        const companies = oneTo(16).map(company);
        await subscribe(handle);
        let second: Subscription | undefined;
        for (const version of oneTo(40)) {
          await transport.publish(
            companies.map((one) => message({ topic, companyId: one, streamVersion: version })),
          );
          if (version === 10) second = await subscribe(handle, await open());
          if (version === 30) await second?.stop();
        }

        await eventually('all arrive', () => handled.length >= 16 * 40);
        for (const one of companies) expect(versionsOf(handled, one)).toEqual(oneTo(40));
      });

      it('hands the companies of a member that stopped to those that stay', async () => {
        const { handled, handle } = recording();
        const leaving = await subscribe(async () => undefined, await open());
        await subscribe(handle, await open());
        await leaving.stop();
        await transport.publish(
          oneTo(16).map((number) => message({ topic, companyId: company(number) })),
        );

        await eventually('all arrive at the one that stays', () => handled.length === 16);
      });
    });

    describe('when stopped', () => {
      it('waits for the messages in hand and takes no more', async () => {
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

    describe('when a handler fails', () => {
      it('delivers the message again, before the later ones of the company', async () => {
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
        const { handled, handle } = recording();
        await subscribe(async (one) => {
          if (one.attributes.companyId === company(1)) {
            throw new DomainError({ code: 'a.b', kind: 'unavailable', message: 'Not now.' });
          }
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
        const { handled, handle } = recording();
        let attempts = 0;
        await subscribe(async (one) => {
          attempts += 1;
          if (attempts <= bus.attemptCountMax * 2) {
            throw new DomainError({ code: 'a.b', kind: 'unavailable', message: 'Not now.' });
          }
          await handle(one);
        });
        await transport.publish([message({ topic })]);

        await eventually('it is handled at last', () => handled.length === 1);
      });

      it('goes on at the failed message when another member takes over', async () => {
        let failures = 0;
        const failing = await subscribe(async ({ attributes }) => {
          if (attributes.streamVersion === 1) return;
          failures += 1;
          throw new DomainError({ code: 'a.b', kind: 'unavailable', message: 'Not now.' });
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

    it('loses and reorders nothing while handlers fail and members come and go', async () => {
      const chance = randomNumbers(20261122);
      const companies = oneTo(24).map(company);
      const skipped: MessageAttributes[] = [];
      const seen = new Map<CompanyId, number[]>(companies.map((one) => [one, []]));
      const handle = async ({ attributes }: IncomingMessage): Promise<void> => {
        if (chance() < 0.1) {
          throw new DomainError({ code: 'a.b', kind: 'unavailable', message: 'Not now.' });
        }
        const versions = seen.get(attributes.companyId) ?? [];
        // At least once: what comes again was seen before, what is new is the next.
        if (attributes.streamVersion > versions.length + 1) skipped.push(attributes);
        if (attributes.streamVersion > versions.length) versions.push(attributes.streamVersion);
      };
      const members: Subscription[] = [await subscribe(handle)];
      for (const version of oneTo(60)) {
        await transport.publish(
          companies.map((one) => message({ topic, companyId: one, streamVersion: version })),
        );
        if (chance() < 0.2) members.push(await subscribe(handle));
        if (chance() < 0.2 && members.length > 1) await members.shift()?.stop();
      }

      const count = (): number => [...seen.values()].flat().length;
      await eventually('all are handled', () => count() === 24 * 60);
      for (const versions of seen.values()) expect(versions).toEqual(oneTo(60));
      expect(skipped).toEqual([]);
    });

    it('answers a ping, and refuses one once closed', async () => {
      await expect(transport.ping()).resolves.toBeUndefined();
      await transport.close();

      await expect(transport.ping()).rejects.toMatchObject({ kind: 'unavailable' });
      await expect(transport.publish([message({ topic })])).rejects.toMatchObject({
        kind: 'unavailable',
      });
    });
  });
};

/** Numbers from 0 to 1 that are the same in every run (Lehmer's generator). */
const randomNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
