import { reject } from '@accounting/kernel';
import { ConfigResourceTypes, type Admin, type ITopicMetadata, type Kafka } from 'kafkajs';
import { messagingErrors } from '../errors';
import {
  isDeadLetterTopic,
  partitionCount,
  withDeadLetterTopics,
  type TopicDeclaration,
} from '../topics';
import { asAdministrator } from './kafka-client';

const dayMs = 86_400_000;
/** A fact is as long as a request may be, and JSON of it somewhat longer. */
const messageBytesMax = 8 * 1_048_576;
/** What a dead letter has in addition: the reason and the stack. */
const deadLetterBytesMore = 1_048_576;

const settingsOf = ({ name, retentionDays }: TopicDeclaration, replicationFactor: number) => ({
  'retention.ms': String(retentionDays * dayMs),
  'cleanup.policy': 'delete',
  'max.message.bytes': String(
    messageBytesMax + (isDeadLetterTopic(name) ? deadLetterBytesMore : 0),
  ),
  // By the broker's clock, which all share: what is kept, and what was published since a time.
  'message.timestamp.type': 'LogAppendTime',
  // One of three may be away, and no message that was acknowledged is lost.
  'min.insync.replicas': String(Math.max(1, replicationFactor - 1)),
});

type TopicSettings = ReturnType<typeof settingsOf>;

const create = async (
  admin: Admin,
  topics: readonly TopicDeclaration[],
  replicationFactor: number,
): Promise<void> => {
  if (topics.length === 0) return;
  // False means that another process was faster, which is as good.
  await admin.createTopics({
    // We wait ourselves: the client gives up when a broker has not heard of the topic yet.
    waitForLeaders: false,
    topics: topics.map((topic) => ({
      topic: topic.name,
      numPartitions: partitionCount,
      replicationFactor,
      configEntries: Object.entries(settingsOf(topic, replicationFactor)).map(([name, value]) => ({
        name,
        value,
      })),
    })),
  });
};

/** What of a topic is not as declared, in words; retention may be longer. */
const differences = (
  { name, partitions }: ITopicMetadata,
  actual: ReadonlyMap<string, string>,
  wanted: TopicSettings,
  replicationFactor: number,
): readonly string[] => {
  const found: string[] = [];
  const expect = (isRight: boolean, what: string, is: unknown, shouldBe: unknown): void => {
    if (!isRight) found.push(`${name}: ${what} is ${String(is)}, not ${String(shouldBe)}`);
  };
  const least = (setting: keyof TopicSettings): void => {
    const value = Number(actual.get(setting));
    // Kafka says -1 for "without end".
    const isEnough = value === -1 || value >= Number(wanted[setting]);
    expect(isEnough, setting, actual.get(setting), `at least ${wanted[setting]}`);
  };
  expect(partitions.length === partitionCount, 'partitions', partitions.length, partitionCount);
  const replicas = Math.min(...partitions.map((partition) => partition.replicas.length));
  expect(replicas >= replicationFactor, 'replicas', replicas, `at least ${replicationFactor}`);
  const exactly = (setting: keyof TopicSettings): void => {
    const value = actual.get(setting);
    expect(value === wanted[setting], setting, value, wanted[setting]);
  };
  exactly('cleanup.policy');
  exactly('message.timestamp.type');
  least('retention.ms');
  least('max.message.bytes');
  least('min.insync.replicas');
  return found;
};

const settingsInForce = async (
  admin: Admin,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
};

/** Makes what is missing and checks what is there; see `Transport.prepare`. */
export const prepareTopics = (
  kafka: Kafka,
  declared: readonly TopicDeclaration[],
  replicationFactor: number,
): Promise<void> =>
  asAdministrator(kafka, async (admin) => {
    const topics = withDeadLetterTopics(declared);
    const known = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !known.has(name));
    await create(admin, missing, replicationFactor);
    const names = topics.map(({ name }) => name);
    const metadata = await admin.fetchTopicMetadata({ topics: names });
    const settings = await settingsInForce(admin, names);
    const found = topics.flatMap((topic) => {
      const one = metadata.topics.find(({ name }) => name === topic.name) ?? {
        name: topic.name,
        partitions: [],
      };
      const wanted = settingsOf(topic, replicationFactor);
      return differences(one, settings.get(topic.name) ?? new Map(), wanted, replicationFactor);
    });
    if (found.length === 0) return;
    const message =
      `Topics are not as the services need them: ${found.join('; ')}. Change the settings of the ` +
      'topics on the broker. Partitions cannot be changed: move the messages to a new topic.';
    throw reject(messagingErrors.topicDiffers, { differences: found }, message);
  });
