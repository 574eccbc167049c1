import {
  durationMs,
  integer,
  orNone,
  text,
  type SettingParser,
  type SettingsOf,
} from '@accounting/service-host';
import { isAbsolute } from 'node:path';
import { parseEmailAddress } from '../domain/person-details';
import { secretsKeys } from './sealed-secrets';

const minute = 60_000;
const day = 24 * 60 * minute;

const absolutePath: SettingParser<string> = (path) => {
  if (!isAbsolute(path)) throw new Error('must be an absolute path, or "none"');
  return text(4_096)(path);
};

const emailAddress: SettingParser<string> = (address) => {
  if (parseEmailAddress(address) === undefined) throw new Error('must be an email address');
  return address;
};

/** The settings of signing in; one row each. */
export const authenticationSettings = {
  SECRETS_KEY: {
    parse: secretsKeys,
    meaning:
      'Key that secrets in the database are sealed with: 32 bytes in base64; while it rotates ' +
      'two, the new one first.',
  },
  SIGNING_KEY_LIFETIME_MS: {
    parse: durationMs({ min: 60 * minute, max: 365 * day }),
    default: String(30 * day),
    meaning: 'Milliseconds after which a key that signs access tokens is followed by another.',
  },
  SIGNING_KEY_PUBLISHED_MS: {
    parse: durationMs({ min: 0, max: day }),
    default: String(5 * minute),
    meaning: 'Milliseconds for which a new signing key is published before it signs.',
  },
  PASSWORD_HASHINGS_MAX: {
    parse: integer({ min: 1, max: 64 }),
    default: '2',
    meaning: 'Passwords hashed at the same time; each takes 19 MiB and a core.',
  },
  PASSWORD_HASHINGS_WAITING_MAX: {
    parse: integer({ min: 0, max: 10_000 }),
    default: '100',
    meaning: 'Sign-ins that may wait for a hashing; more are refused with 429.',
  },
  MESSAGES_FOLDER: {
    parse: orNone(absolutePath),
    default: 'none',
    meaning: 'Folder for messages with tokens for people; without it nobody can be invited.',
  },
  FIRST_ADMINISTRATOR_EMAIL: {
    parse: emailAddress,
    default: 'administrator@accounting.local',
    meaning: 'Email address of the administrator who is registered when there is nobody yet.',
  },
  FIRST_ADMINISTRATOR_PASSWORD_FILE: {
    parse: orNone(absolutePath),
    default: 'none',
    meaning: 'New file for the password of that administrator; without it, standard output.',
  },
} as const;

export type AuthenticationConfiguration = SettingsOf<typeof authenticationSettings>;
