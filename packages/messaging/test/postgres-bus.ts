import { createTestDatabase } from '@accounting/testing';
import { createPostgresTransport, messageBusMigrations } from '../src';
import { recordingLogger } from './fixtures';
import type { TransportUnderTest } from './transport-contract/subject';

const settings = {
  concurrencyMax: 4,
  batchCountMax: 50,
  prefetchCountMax: 100,
  rebalanceIntervalMs: 100,
  pollIntervalMs: 200,
  saveIntervalMs: 20,
  retry: { delayMsMin: 5, delayMsMax: 20 },
};

/** A bus of its own in the PostgreSQL of this run. */
export const postgresBus = async (): Promise<TransportUnderTest> => {
  const database = await createTestDatabase({ name: 'message-bus', sets: [messageBusMigrations] });
  return {
    ...settings,
    open: async () =>
      createPostgresTransport({
        url: database.serviceUrl,
        applicationName: 'transport-contract',
        logger: recordingLogger(),
        settings,
      }),
    dispose: () => database.drop(),
  };
};
