import { invariant } from '@accounting/kernel';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { translateFailure } from './failures';

/** Which database to make, and with whose help. */
export interface ServiceDatabaseOptions {
  /** A role that may create roles and databases. */
  readonly adminUrl: string;
  /** The service's name: `accounting-core` gets the database `accounting_core`. */
  readonly name: string;
  /** One for each login role. */
  readonly passwords: {
    readonly owner: string;
    readonly service: string;
    readonly background: string;
  };
}

/** Three ways into one database, by what they may do. */
export interface ServiceDatabase {
  /** Owns everything and runs migrations; row-level security does not bind it. */
  readonly ownerUrl: string;
  /** The service at work: sees and writes the rows of the company it names. */
  readonly serviceUrl: string;
  /** Loops over all companies' facts: reads events, moves checkpoints, writes nothing else. */
  readonly backgroundUrl: string;
}

/** NOLOGIN roles of the cluster that the SQL of all migrations grants to. */
const groups = { service: 'accounting_service', background: 'accounting_background' } as const;

/** Two processes that set up at once would both find the database missing. */
const advisoryLock = 7_239_401_186;

/**
 * Creates the database and its roles, or brings existing ones up to date; may be repeated at any
 * time. Rejects with `unavailable` when the server does not answer.
 */
export const createServiceDatabase = async (
  options: ServiceDatabaseOptions,
): Promise<ServiceDatabase> => {
  const name = options.name.replaceAll('-', '_');
  invariant(/^[a-z][a-z0-9_]{0,50}$/.test(name), `"${options.name}" can name a database`);
  const admin = new Client({ connectionString: options.adminUrl, connectionTimeoutMillis: 5_000 });
  admin.on('error', () => undefined);
  try {
    await admin.connect();
    await admin.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
    await createRoles(admin, name, options.passwords);
    await createDatabaseIfMissing(admin, name);
    await restrictConnections(admin, name);
  } catch (error) {
    throw translateFailure(error);
  } finally {
    await admin.end().catch(() => undefined);
  }
  const urlFor = (role: keyof ServiceDatabaseOptions['passwords']): string =>
    urlOf(options.adminUrl, name, { user: `${name}_${role}`, password: options.passwords[role] });
  return {
    ownerUrl: urlFor('owner'),
    serviceUrl: urlFor('service'),
    backgroundUrl: urlFor('background'),
  };
};

const roleExists = async (admin: Client, role: string): Promise<boolean> =>
  (await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).rowCount === 1;

const createRole = async (admin: Client, role: string, attributes: string): Promise<void> => {
  const verb = (await roleExists(admin, role)) ? 'ALTER' : 'CREATE';
  await admin.query(`${verb} ROLE ${escapeIdentifier(role)} ${attributes}`);
};

const createRoles = async (
  admin: Client,
  name: string,
  passwords: ServiceDatabaseOptions['passwords'],
): Promise<void> => {
  for (const group of Object.values(groups)) {
    if (!(await roleExists(admin, group))) await createRole(admin, group, 'NOLOGIN');
  }
  for (const role of ['owner', 'service', 'background'] as const) {
    await createRole(admin, `${name}_${role}`, `LOGIN PASSWORD ${escapeLiteral(passwords[role])}`);
    if (role === 'owner') continue;
    await admin.query(`GRANT ${groups[role]} TO ${escapeIdentifier(`${name}_${role}`)}`);
  }
};

const createDatabaseIfMissing = async (admin: Client, name: string): Promise<void> => {
  const existing = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (existing.rowCount === 1) return;
  // Text compares by code point, which is fast and never changes with an upgrade of the operating
  // system; what people read is sorted with the ICU collation "ka-x-icu" where it is queried.
  await admin.query(
    `CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(`${name}_owner`)}
       TEMPLATE template0 ENCODING 'UTF8'
       LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'`,
  );
};

const restrictConnections = async (admin: Client, name: string): Promise<void> => {
  const members = ['owner', 'service', 'background'].map((role) => `${name}_${role}`);
  await admin.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(name)} FROM PUBLIC`);
  await admin.query(
    `GRANT CONNECT ON DATABASE ${escapeIdentifier(name)}
       TO ${members.map((member) => escapeIdentifier(member)).join(', ')}`,
  );
};

const urlOf = (
  adminUrl: string,
  database: string,
  { user, password }: { readonly user: string; readonly password: string },
): string => {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.toString();
};
