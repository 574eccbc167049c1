import { createMemoryEventStore } from '@accounting/event-store';
import { commitAloneContract } from './commit-alone-contract';
import { eventStoreContract, type EventStoreFactory } from './event-store-contract';

const create: EventStoreFactory = async (projection) => {
  const memory = createMemoryEventStore({ inlineProjections: [projection] });
  return { store: memory, log: memory, close: async () => undefined };
};

eventStoreContract('in memory', create);
commitAloneContract('in memory', create);
