import type { LedgerAlone } from '@accounting/dev-stack';
import { createDatabase } from '@accounting/database';
import { createPostgresEventLog, type CommittedEvent } from '@accounting/event-store';
import { Instant, newUuid, type CompanyId } from '@accounting/kernel';
import { createOutboxRelay, type OutgoingMessage, type Transport } from '@accounting/messaging';
import { Client } from 'pg';
import type { Result } from '../report';
import { syntheticFact } from './synthetic-facts';

const recordedCount = 200_000;
const topic = 'bench.relayed';

/** Facts of the size of postings, written past the service: only the relay is measured. */
const record = async (owner: Client): Promise<void> => {
  const { value } = syntheticFact(topic, newUuid() as CompanyId);
  await owner.query(
    `INSERT INTO event_sourcing.event_store (company_id, stream_id, stream_version, event_id,
       event_type, schema_version, data, metadata, occurred_at)
     SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n % 200), 12, '0'))::uuid,
       'relayed-' || n, 1, gen_random_uuid(), 'Relayed', 1, $1::json,
       '{"actorId":"bench","correlationId":"bench"}', now()
     FROM generate_series(1, $2::integer) AS n`,
    [JSON.stringify(value), recordedCount],
  );
};

const published = (event: CommittedEvent): OutgoingMessage | undefined =>
  event.type === 'Relayed'
    ? {
        topic,
        attributes: {
          id: event.eventId,
          type: 'bench.Relayed',
          source: `/bench/${event.streamId}`,
          time: event.occurredAt,
          companyId: event.companyId,
          streamVersion: 1,
          correlationId: 'bench',
        },
        value: event.data as OutgoingMessage['value'],
      }
    : undefined;

/** How many facts the relay carries from the log to the transport in a second. */
export const measureRelay = async (stack: LedgerAlone, transport: Transport): Promise<Result> => {
  const url = stack.service.databaseUrl;
  const owner = new Client({ connectionString: url });
  await owner.connect();
  await transport.prepare([{ name: topic, retentionDays: 1 }]);
  await record(owner);
  const backgroundDatabase = createDatabase({ url, applicationName: 'bench-relay' });
  const stopping = new AbortController();
  let count = 0;
  let [firstAt, lastAt] = [0, 0];
  const relay = createOutboxRelay({
    eventLog: createPostgresEventLog({ backgroundDatabase }),
    ...{ transport, publish: published, follower: 'bench-relay' },
    leaderLock: {
      lead: (signal, work) => work({ signal, onWake: () => undefined }),
    },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: Instant.systemClock,
    batchCountMax: 1_000,
    onPublished: (messages) => {
      if (messages === 0) return;
      if (firstAt === 0) firstAt = performance.now();
      else count += messages;
      lastAt = performance.now();
      if (count >= recordedCount - 1_000) stopping.abort();
    },
  });
  await relay.run(stopping.signal);
  await Promise.all([owner.end(), backgroundDatabase.close(), transport.close()]);
  return {
    name: `Relay of ${recordedCount.toLocaleString('en')} facts, kafka`,
    perSecond: (count * 1_000) / (lastAt - firstAt),
    perSecondAtLeast: 10_000,
  };
};
