import { Instant, reject } from '@accounting/kernel';
import type { Admin, Kafka } from 'kafkajs';
import { messagingErrors } from '../errors';
import type { StartingPlace } from '../port';
import { asAdministrator } from './kafka-client';

const requireNobody = async (admin: Admin, group: string): Promise<void> => {
  const { groups } = await admin.describeGroups([group]);
  const memberCount = groups.reduce((sum, { members }) => sum + members.length, 0);
  if (memberCount > 0) throw reject(messagingErrors.groupIsAtWork, { group });
};

/** Sets the offsets of a group without members to the first message published since then. */
export const rewindGroup = (
  kafka: Kafka,
  group: string,
  topics: readonly string[],
  since: Instant,
): Promise<readonly StartingPlace[]> =>
  asAdministrator(kafka, async (admin) => {
    await requireNobody(admin, group);
    const places: StartingPlace[] = [];
    for (const topic of topics) {
      const sinceMs = Instant.toEpochMilliseconds(since);
      const found = await admin.fetchTopicOffsetsByTimestamp(topic, sinceMs);
      await admin.setOffsets({ groupId: group, topic, partitions: found });
      places.push(...found.map((place) => ({ topic, ...place })));
    }
    return places;
  });

/** Messages behind the committed offsets of a group. */
export const groupLag = (kafka: Kafka, group: string, topics: readonly string[]): Promise<number> =>
  asAdministrator(kafka, async (admin) => {
    const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
    let lag = 0;
    for (const { topic, partitions } of committed) {
      const handled = new Map(partitions.map(({ partition, offset }) => [partition, offset]));
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
        const offset = Number(handled.get(partition) ?? -1);
        lag += Number(high) - Math.max(offset, Number(low));
      }
    }
    return lag;
  });

/** Topics of which the group has committed offsets. */
export const topicsOfGroup = (kafka: Kafka, group: string): Promise<readonly string[]> =>
  asAdministrator(kafka, async (admin) => {
    const committed = await admin.fetchOffsets({ groupId: group });
    return committed
      .filter(({ partitions }) => partitions.some(({ offset }) => Number(offset) >= 0))
      .map(({ topic }) => topic)
      .sort();
  });
