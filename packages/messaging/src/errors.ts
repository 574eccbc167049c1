import type { ErrorDefinition } from '@accounting/kernel';

/** What can be wrong with carrying and consuming messages. */
export const messagingErrors = {
  groupIsAtWork: {
    code: 'messaging.group_is_at_work',
    kind: 'failed_precondition',
    message:
      'The consumer is at work, so it cannot begin again elsewhere. Stop every replica of its ' +
      'service first.',
  },
  brokerUnavailable: {
    code: 'messaging.broker_unavailable',
    kind: 'unavailable',
    message: 'The message broker does not answer. Nothing is lost; try again.',
  },
  topicDiffers: {
    code: 'messaging.topic_differs',
    kind: 'failed_precondition',
    message: 'A topic is not as the services need it.',
  },
  groupUnknown: {
    code: 'messaging.group_unknown',
    kind: 'not_found',
    message: 'There is no consumer of this name that has handled anything.',
  },
  deadLetterNotFound: {
    code: 'messaging.dead_letter_not_found',
    kind: 'not_found',
    message: 'There is no such dead letter.',
  },
  deadLetterSettled: {
    code: 'messaging.dead_letter_settled',
    kind: 'failed_precondition',
    message: 'The dead letter was replayed or discarded before.',
  },
} as const satisfies Readonly<Record<string, ErrorDefinition>>;
