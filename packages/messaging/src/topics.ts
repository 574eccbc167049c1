/** What a topic must offer. A service declares the topics that it publishes to. */
export interface TopicDeclaration {
  /** `<service>.<aggregate>`. */
  readonly name: string;
  /** Days for which messages are kept; a consumer that is away for longer loses some. */
  readonly retentionDays: number;
}

/**
 * Partitions of every topic: so many members of a group can share its work. It must never change:
 * the messages of a company would go on in another partition, out of order with the earlier ones.
 */
export const partitionCount = 16;

/** A topic of facts, kept for a year. */
export const topicOfFacts = (name: string): TopicDeclaration => ({ name, retentionDays: 365 });

/** Where what a group gave up on can be seen by others than the service itself. */
export const deadLetterTopicOf = (topic: string): string => `${topic}.dlq`;

/** Whether a topic holds dead letters. */
export const isDeadLetterTopic = (topic: string): boolean => topic.endsWith('.dlq');

/** The topics as declared, each with the one for its dead letters. */
export const withDeadLetterTopics = (
  topics: readonly TopicDeclaration[],
): readonly TopicDeclaration[] =>
  topics.flatMap((topic) => [topic, { ...topic, name: deadLetterTopicOf(topic.name) }]);
