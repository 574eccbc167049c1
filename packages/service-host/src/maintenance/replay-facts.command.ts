import { createDatabase } from '@accounting/database';
import { Instant, reject } from '@accounting/kernel';
import { beginAgain, groupOf, messagingErrors } from '@accounting/messaging';
import { pino } from 'pino';
import { eventBusRelations, eventBusSettings } from '../configuration/event-bus-settings';
import { secret, url } from '../configuration/parsers';
import { readSettings } from '../configuration/read-settings';
import { createTransport } from '../lifecycle/transport';
import type { CommandSurroundings } from './dead-letters.command';
import { Misuse } from './misuse';

const settings = {
  ...eventBusSettings,
  OWNER_DATABASE_URL: {
    parse: secret(url('postgresql', 'postgres')),
    meaning: "PostgreSQL URL of this service's database, as its owner.",
  },
};

const statementTimeoutMs = 3_600_000;

/**
 * `replay-facts CONSUMER SINCE`: has a consumer handle again what was published since an instant.
 * What it has built from those facts must be emptied first, by whoever knows what that is. Rejects
 * while a replica of the service runs.
 */
export const replayFactsCommand = async (
  { service, environment, show }: CommandSurroundings,
  [consumer, sinceText, ...others]: readonly string[],
): Promise<void> => {
  const since = Instant.parse(sinceText ?? '');
  if (consumer === undefined || since === undefined || others.length > 0) {
    throw new Misuse('Name a consumer and an instant: replay-facts totals 2026-11-01T00:00:00Z.');
  }
  const configuration = readSettings(settings, environment, eventBusRelations as never);
  const transport = createTransport(service, configuration, pino({ level: 'silent' }));
  const database = createDatabase({
    url: configuration.OWNER_DATABASE_URL.reveal(),
    applicationName: 'replay-facts',
    statementTimeoutMs,
  });
  try {
    const group = groupOf(service, consumer);
    const topics = await transport.topicsOf(group);
    if (topics.length === 0) throw reject(messagingErrors.groupUnknown, { group });
    const places = await transport.rewind(group, topics, since);
    await database.write([], (transaction) => beginAgain(transaction, consumer, { since, places }));
    show(`${consumer} begins again with ${since}: ${topics.join(', ')}. Start the service.`);
  } finally {
    await Promise.all([transport.close(), database.close()]);
  }
};
