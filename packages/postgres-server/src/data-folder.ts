import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries';
import type { OperatingUser } from './operating-user';

const run = promisify(execFile);

/** What a server keeps on the disk. */
export interface DataFolder {
  readonly cluster: string;
  readonly log: string;
  /** Password of the superuser `postgres`, generated once. */
  readonly password: string;
}

interface Initialisation {
  readonly binaries: PostgresBinaries;
  readonly user: OperatingUser;
  /** False skips writing through to the disk, for data that nobody will miss. */
  readonly durable: boolean;
}

const initialise = async (
  cluster: string,
  passwordFile: string,
  { binaries, user, durable }: Initialisation,
): Promise<void> => {
  // Built into another name and renamed, an interrupted attempt never looks like a finished one.
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  user.own(passwordFile);
  rmSync(cluster, { recursive: true, force: true });
  const command = user.commandFor(binaries.initdb, [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever locales it has installed.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ]);
  await run(command.file, command.arguments, { ...command.options, cwd: '/' });
};

/** Makes the folder with an empty database cluster in it, unless it is there already. */
export const prepareDataFolder = async (
  folder: string,
  initialisation: Initialisation,
): Promise<DataFolder> => {
  const cluster = path.join(folder, 'cluster');
  const passwordFile = path.join(folder, 'superuser-password');
  const finished = path.join(folder, 'initialised');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  initialisation.user.own(folder);
  if (!existsSync(finished)) {
    await initialise(cluster, passwordFile, initialisation);
    writeFileSync(finished, '');
  }
  return {
    cluster,
    log: path.join(folder, 'server.log'),
    password: readFileSync(passwordFile, 'utf8').trim(),
  };
};
