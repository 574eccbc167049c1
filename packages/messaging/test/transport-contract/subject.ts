import { type CompanyId, DomainError, newUuid } from '@accounting/kernel';
import {
  topicOfFacts,
  type IncomingMessage,
  type OutgoingMessage,
  type Subscription,
  type SubscriptionOptions,
  type Transport,
  type UnreadableMessage,
} from '../../src';
import { message } from '../fixtures';

/** One bus, to which a test opens as many transports as it has processes. */
export interface TransportUnderTest {
  open(): Promise<Transport>;
  /** Companies in hand at the same time, at most, per subscription. */
  readonly concurrencyMax: number;
  /** Messages of one company handed over together, at most. */
  readonly batchCountMax: number;
  dispose(): Promise<void>;
}

type Handle = (message: IncomingMessage) => Promise<void>;

/** Takes messages one by one, and fails the test's subscription with those nobody can read. */
export const oneByOne = (handle: Handle): Pick<SubscriptionOptions, 'deliver' | 'refuse'> => ({
  deliver: async (messages) => {
    for (const one of messages) await handle(one);
  },
  refuse: async ({ reason }: UnreadableMessage) => {
    throw new Error(`unreadable: ${reason}`);
  },
});

/** What a test is given; the topic and the group are its own. */
export interface Given {
  readonly bus: TransportUnderTest;
  readonly transport: Transport;
  readonly topic: string;
  readonly group: string;
  /** One more transport, as another process has it. */
  readonly open: () => Promise<Transport>;
  /** The same messages, on the topic of the test. */
  readonly about: (messages: readonly OutgoingMessage[]) => readonly OutgoingMessage[];
  /** One message to each company, on the topic of the test. */
  readonly toEach: (
    companies: readonly CompanyId[],
    streamVersion?: number,
  ) => readonly OutgoingMessage[];
  readonly subscribe: (handle: Handle, by?: Transport) => Promise<Subscription>;
}

export type GiveTransport = () => Given;

/** Prepares one bus for all tests that follow, and opens a transport for each of them. */
export const openBus = (prepare: () => Promise<TransportUnderTest>): GiveTransport => {
  let bus: TransportUnderTest;
  let given: Given;
  const opened: Transport[] = [];

  const open = async (): Promise<Transport> => {
    const one = await bus.open();
    opened.push(one);
    return one;
  };

  beforeAll(async () => {
    bus = await prepare();
  });

  beforeEach(async () => {
    const topic = `accounting-core.${newUuid()}`;
    const group = `reporting.${newUuid()}`;
    const transport = await open();
    given = {
      bus,
      transport,
      topic,
      group,
      open,
      about: (messages) => messages.map((one) => ({ ...one, topic })),
      toEach: (companies, streamVersion = 1) =>
        companies.map((companyId) => message({ topic, companyId, streamVersion })),
      subscribe: (handle, by = transport) =>
        by.subscribe({ group, topics: [topic], ...oneByOne(handle) }),
    };
    await transport.prepare([topicOfFacts(topic)]);
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  afterAll(async () => {
    await bus.dispose();
  });

  return () => given;
};

/** The failure of a handler that says it is temporary. */
export const notNow = (): DomainError =>
  new DomainError({ code: 'a.b', kind: 'unavailable', message: 'Not now.' });

/** Handles everything, and keeps what it handled. */
export const recording = (): { readonly handled: IncomingMessage[]; readonly handle: Handle } => {
  const handled: IncomingMessage[] = [];
  return { handled, handle: async (one) => void handled.push(one) };
};

export const versionsOf = (handled: readonly IncomingMessage[], companyId: CompanyId): number[] =>
  handled
    .filter(({ attributes }) => attributes.companyId === companyId)
    .map(({ attributes }) => attributes.streamVersion);

export const oneTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Numbers from 0 to 1 that are the same in every run (Lehmer's generator). */
export const randomNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
