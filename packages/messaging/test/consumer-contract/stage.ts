import {
  createDatabase,
  databaseMigrations,
  type Database,
  type Transaction,
} from '@accounting/database';
import { newUuid, type CompanyId, type Instant } from '@accounting/kernel';
import { createTestDatabase, type TestDatabase } from '@accounting/testing';
import { Client } from 'pg';
import {
  beginAgain,
  groupOf,
  inboxMigrations,
  listDeadLetters,
  runConsumers,
  topicOfFacts,
  type Consumer,
  type DeadLetter,
  type IncomingMessage,
  type OutgoingMessage,
  type Transport,
} from '../../src';
import { eventually, message, recordingLogger } from '../fixtures';
import type { TransportUnderTest } from '../transport-contract/subject';

/** Short, so that tests do not wait; three attempts. */
const settings = {
  attemptCountMax: 3,
  lookIntervalMs: 20,
  retry: { delayMsMin: 5, delayMsMax: 20 },
};

/** Called with each fact before its effect is written. */
export type BeforeEffect = (fact: IncomingMessage) => void | Promise<void>;

export interface Replica {
  stop(): Promise<void>;
}

/** What a test is given; topic, service and company numbers are its own. */
export interface Stage {
  readonly transport: Transport;
  readonly topic: string;
  readonly service: string;
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly owner: Client;
  readonly ownerDatabase: Database;
  readonly logger: ReturnType<typeof recordingLogger>;
  /** One more transport, as another replica has it. */
  readonly open: () => Promise<Transport>;
  readonly fact: (companyId: CompanyId, streamVersion: number) => OutgoingMessage;
  /** Starts a replica whose consumers write an effect for each fact. */
  readonly start: (
    before?: BeforeEffect,
    about?: { readonly by?: Transport; readonly consumers?: readonly string[] },
  ) => Replica;
  /** Versions of a company's facts in the order of their effects. */
  readonly effects: (companyId: CompanyId, consumer?: string) => Promise<readonly number[]>;
  readonly countEffects: () => Promise<number>;
}

export type GiveStage = () => Stage;

const createEffects = async (owner: Client): Promise<void> => {
  await owner.query(`
    CREATE TABLE effects (
      company_id uuid NOT NULL, consumer text NOT NULL, topic text NOT NULL,
      version integer NOT NULL, place bigint GENERATED ALWAYS AS IDENTITY);
    SELECT tenancy.protect('effects');
    GRANT SELECT, INSERT ON effects TO accounting_service`);
};

const writeEffect = async (
  transaction: Transaction,
  consumer: string,
  { topic, attributes }: IncomingMessage,
): Promise<void> => {
  await transaction.query(
    'INSERT INTO effects (company_id, consumer, topic, version) VALUES ($1, $2, $3, $4)',
    [attributes.companyId, consumer, topic, attributes.streamVersion],
  );
};

export const totals = 'totals';

/** Prepares one bus and one database for all tests that follow. */
export const openStage = (prepare: () => Promise<TransportUnderTest>): GiveStage => {
  let bus: TransportUnderTest;
  let testDatabase: TestDatabase;
  let fixed: Pick<Stage, 'database' | 'backgroundDatabase' | 'owner' | 'ownerDatabase'>;
  let stage: Stage;
  let replicas: Replica[] = [];
  let opened: Transport[] = [];

  const open = async (): Promise<Transport> => {
    const one = await bus.open();
    opened.push(one);
    return one;
  };

  beforeAll(async () => {
    bus = await prepare();
    testDatabase = await createTestDatabase({
      name: 'consumer',
      sets: [databaseMigrations, inboxMigrations],
    });
    const applicationName = 'consumer-contract';
    fixed = {
      database: createDatabase({ url: testDatabase.serviceUrl, applicationName }),
      backgroundDatabase: createDatabase({ url: testDatabase.backgroundUrl, applicationName }),
      ownerDatabase: createDatabase({ url: testDatabase.ownerUrl, applicationName }),
      owner: new Client({ connectionString: testDatabase.ownerUrl }),
    };
    await fixed.owner.connect();
    await createEffects(fixed.owner);
  });

  beforeEach(async () => {
    const topic = `accounting-core.${newUuid()}`;
    const service = `reporting-${newUuid()}`;
    const transport = await open();
    const logger = recordingLogger();
    await transport.prepare([topicOfFacts(topic)]);
    await fixed.owner.query(
      'TRUNCATE effects, inbox.stalled_companies, inbox.waiting_messages, inbox.dead_letters',
    );
    const effects: Stage['effects'] = async (companyId, consumer = totals) => {
      const { rows } = await fixed.owner.query<{ version: number }>(
        'SELECT version FROM effects WHERE company_id = $1 AND consumer = $2 ORDER BY place',
        [companyId, consumer],
      );
      return rows.map(({ version }) => version);
    };
    const countEffects = async (): Promise<number> =>
      (await fixed.owner.query('SELECT FROM effects')).rowCount ?? 0;
    const start: Stage['start'] = (before, { by = transport, consumers = [totals] } = {}) => {
      const stopping = new AbortController();
      const consumerOf = (name: string): Consumer => ({
        name,
        topics: [topic],
        handle: async (transaction, facts) => {
          for (const fact of facts) {
            await before?.(fact);
            await writeEffect(transaction, name, fact);
          }
        },
      });
      const ended = runConsumers(
        {
          ...{ service, transport: by, logger, settings, ...fixed },
          consumers: consumers.map(consumerOf),
        },
        stopping.signal,
      );
      const replica = {
        stop: async () => {
          stopping.abort();
          await ended;
        },
      };
      replicas.push(replica);
      return replica;
    };
    stage = {
      ...{ transport, topic, service, logger, open, start, effects, countEffects, ...fixed },
      fact: (companyId, streamVersion) => message({ topic, companyId, streamVersion }),
    };
  });

  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    replicas = [];
    await Promise.all(opened.map((one) => one.close()));
    opened = [];
  });

  afterAll(async () => {
    await fixed.database.close();
    await fixed.backgroundDatabase.close();
    await fixed.ownerDatabase.close();
    await fixed.owner.end();
    await testDatabase.drop();
    await bus.dispose();
  });

  return () => stage;
};

/** A company's open dead letters. */
export const lettersOf = (
  { database }: Stage,
  companyId: CompanyId,
  includesSettled = false,
): Promise<readonly DeadLetter[]> =>
  database.read(companyId, (connection) =>
    listDeadLetters(connection, { companyId, includesSettled, countMax: 10 }),
  );

/** Empties the effects and has the consumer begin again, as an operator does. */
export const beginAgainSince = async (stage: Stage, since: Instant): Promise<void> => {
  const { transport, ownerDatabase, owner, service, topic } = stage;
  await owner.query('TRUNCATE effects');
  const places = await transport.rewind(groupOf(service, totals), [topic], since);
  await ownerDatabase.write([], (transaction) =>
    beginAgain(transaction, totals, { since, places }),
  );
};

/** Waits until a company has these effects; shows what it has when it does not get them. */
export const expectEffects = async (
  { effects }: Stage,
  companyId: CompanyId,
  versions: readonly number[],
): Promise<void> => {
  await eventually(
    `${String(versions.length)} effects`,
    async () => (await effects(companyId)).length >= versions.length,
  );
  expect(await effects(companyId)).toEqual(versions);
};
