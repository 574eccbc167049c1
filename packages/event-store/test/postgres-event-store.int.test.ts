import { createPostgresEventLog, createPostgresEventStore } from '@accounting/event-store';
import { eventStoreContract } from './event-store-contract';
import { createPostgresSubject } from './postgres-subject';

eventStoreContract('on PostgreSQL', async (projection) => {
  const { database, backgroundDatabase, close } = await createPostgresSubject();
  return {
    store: createPostgresEventStore({ database, inlineProjections: [projection] }),
    log: createPostgresEventLog({ backgroundDatabase }),
    close,
  };
});
