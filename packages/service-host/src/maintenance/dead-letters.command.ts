import { createDatabase, type Database } from '@accounting/database';
import { Uuid } from '@accounting/kernel';
import {
  discard,
  findDeadLetter,
  listDeadLetters,
  requestReplay,
  type DeadLetter,
} from '@accounting/messaging';
import type { Environment } from '../configuration/configuration';
import { secret, url } from '../configuration/parsers';
import { readSettings } from '../configuration/read-settings';
import type { Settings } from '../configuration/settings';
import { Misuse } from './misuse';

/** What a command needs besides its words. */
export interface CommandSurroundings {
  readonly service: string;
  readonly environment: Environment;
  /** Told what to show, a line or more at a time. */
  readonly show: (text: string) => void;
}

const postgres = url('postgresql', 'postgres');
const settings = {
  DATABASE_URL: { parse: secret(postgres), meaning: "PostgreSQL URL of this service's database." },
  BACKGROUND_DATABASE_URL: {
    parse: secret(postgres),
    meaning: 'PostgreSQL URL of the same database, as the role of background work.',
  },
} satisfies Settings;

interface Databases {
  /** Sees one company. */
  readonly database: Database;
  /** Reads of all companies. */
  readonly backgroundDatabase: Database;
}

const listedMax = 1_000;

const lineOf = (letter: DeadLetter): string =>
  [
    ...[letter.deadLetterId, letter.parkedAt, letter.state, letter.consumer, letter.companyId],
    ...[`${letter.topic}/${String(letter.partition)}@${letter.offset}`],
    ...[`${String(letter.attempts)} attempts`, letter.reason.split('\n')[0] ?? ''],
  ].join('  ');

const list = async (
  { backgroundDatabase }: Databases,
  show: CommandSurroundings['show'],
  includesSettled: boolean,
): Promise<void> => {
  const letters = await backgroundDatabase.withoutCompany((connection) =>
    listDeadLetters(connection, { includesSettled, countMax: listedMax }),
  );
  for (const letter of letters) show(lineOf(letter));
  const count = letters.length === listedMax ? `the oldest ${String(listedMax)}` : letters.length;
  show(`${String(count)} dead letters.`);
};

const idOf = (text: string | undefined): Uuid => {
  const id = text === undefined ? undefined : Uuid.parse(text);
  if (id === undefined) throw new Misuse('Name the dead letter by its identifier.');
  return id;
};

const personOf = (option: string | undefined, name: string | undefined): string => {
  if (option !== '--by' || name === undefined || name.trim() === '') {
    throw new Misuse('Say who decides: --by NAME.');
  }
  return name.slice(0, 200);
};

const decide = async (
  { database, backgroundDatabase }: Databases,
  act: typeof discard,
  [id, option, name]: readonly string[],
): Promise<Uuid> => {
  const deadLetterId = idOf(id);
  const person = personOf(option, name);
  const { companyId } = await backgroundDatabase.withoutCompany((connection) =>
    findDeadLetter(connection, deadLetterId),
  );
  await database.write([companyId], (transaction) => act(transaction, deadLetterId, person));
  return deadLetterId;
};

const run = async (
  databases: Databases,
  show: CommandSurroundings['show'],
  [verb, ...rest]: readonly string[],
): Promise<void> => {
  switch (verb) {
    case 'list':
      await list(databases, show, rest.includes('--all'));
      break;
    case 'show': {
      const letter = await databases.backgroundDatabase.withoutCompany((connection) =>
        findDeadLetter(connection, idOf(rest[0])),
      );
      show(JSON.stringify(letter, undefined, 2));
      break;
    }
    case 'replay':
      show(
        `${await decide(databases, requestReplay, rest)} will be handled by the running service.`,
      );
      break;
    case 'discard':
      show(`${await decide(databases, discard, rest)} is discarded.`);
      break;
    default:
      throw new Misuse(
        'Say what to do: list [--all], show ID, replay ID --by NAME, discard ID --by NAME.',
      );
  }
};

/**
 * `dead-letters list|show|replay|discard`: what the consumers of a service gave up on, of all
 * companies. Throws a `Misuse` that says what is missing.
 */
export const deadLettersCommand = async (
  { service, environment, show }: CommandSurroundings,
  words: readonly string[],
): Promise<void> => {
  const { DATABASE_URL, BACKGROUND_DATABASE_URL } = readSettings(settings, environment);
  const applicationName = `${service} dead-letters`;
  const databases = {
    database: createDatabase({ url: DATABASE_URL.reveal(), applicationName }),
    backgroundDatabase: createDatabase({ url: BACKGROUND_DATABASE_URL.reveal(), applicationName }),
  };
  try {
    await run(databases, show, words);
  } finally {
    await Promise.all([databases.database.close(), databases.backgroundDatabase.close()]);
  }
};
