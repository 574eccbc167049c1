import { createPostgresEventLog, createPostgresEventStore } from '@accounting/event-store';
import { commitAloneContract } from './commit-alone-contract';
import { eventStoreContract, type EventStoreFactory } from './event-store-contract';
import { createPostgresSubject } from './postgres-subject';

const create: EventStoreFactory = async (projection) => {
  const { database, backgroundDatabase, close } = await createPostgresSubject();
  return {
    store: createPostgresEventStore({ database, inlineProjections: [projection] }),
    log: createPostgresEventLog({ backgroundDatabase }),
    close,
  };
};

eventStoreContract('on PostgreSQL', create);
commitAloneContract('on PostgreSQL', create);
