import { createMemoryEventStore } from '@accounting/event-store';
import { eventStoreContract } from './event-store-contract';

eventStoreContract('in memory', async (projection) => {
  const memory = createMemoryEventStore({ inlineProjections: [projection] });
  return { store: memory, log: memory, close: async () => undefined };
});
