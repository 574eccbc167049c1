import { testKafkaBroker } from '@accounting/testing';
import { createKafkaTransport } from '../src';
import { recordingLogger } from './fixtures';
import type { TransportUnderTest } from './transport-contract/subject';

const settings = {
  concurrencyMax: 4,
  batchCountMax: 50,
  windowCountMax: 100,
  commitIntervalMs: 50,
  retry: { delayMsMin: 5, delayMsMax: 20 },
};

/** The Kafka of this run; tests have topics of their own. */
export const kafkaBus = async (): Promise<TransportUnderTest> => ({
  ...settings,
  open: async () =>
    createKafkaTransport({
      brokers: [testKafkaBroker()],
      clientId: 'transport-contract',
      replicationFactor: 1,
      logger: recordingLogger(),
      settings,
    }),
  dispose: async () => undefined,
});
