import { createTestDatabase } from '@accounting/testing';
import { createPostgresTransport, messageBusMigrations } from '../src';
import { recordingLogger } from './fixtures';
import { transportContract } from './transport-contract';

const settings = {
  concurrencyMax: 4,
  attemptCountMax: 3,
  prefetchCountMax: 100,
  rebalanceIntervalMs: 100,
  pollIntervalMs: 200,
  saveIntervalMs: 20,
  retry: { delayMsMin: 5, delayMsMax: 20 },
};

transportContract('PostgreSQL', async () => {
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
});
