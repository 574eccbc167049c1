import { execFileSync, spawnSync, type SpawnOptions } from 'node:child_process';
import { chownSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** How to start a program as the user that PostgreSQL accepts to run as. */
export interface OperatingUser {
  /** The command line that starts `program`, and the options that spawn needs for it. */
  commandFor(program: string, programArguments: readonly string[]): Command;
  /** Makes the user the owner of a file, or of a folder with everything in it. */
  own(fileOrFolder: string): void;
}

export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid'>;
}

/** A user of the system. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** What the choice depends on. */
export interface Machine {
  readonly isRoot: boolean;
  findAccount(name: string): Account | undefined;
  /** Whether permission bits let the account enter the folder and every folder above it. */
  mayEnter(account: Account, folder: string): boolean;
  /** Whether a program can be started that takes itself for the account and is still root. */
  canDisguise(account: Account): boolean;
}

const idOf = (flag: '-u' | '-g', name: string): number =>
  Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));

const mayEnter = (account: Account, folder: string): boolean => {
  const { mode, uid, gid } = statSync(folder);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  const enters = ((mode >> shift) & 1) === 1;
  const parent = path.dirname(folder);
  return enters && (parent === folder || mayEnter(account, parent));
};

/**
 * A Linux user namespace in which root goes by the account's number: PostgreSQL sees another user,
 * and the kernel still sees root when it checks who may enter a folder.
 */
const disguise = (account: Account): readonly string[] => [
  '--user',
  `--map-user=${account.uid}`,
  `--map-group=${account.gid}`,
];

const ownRecursively = (fileOrFolder: string, uid: number, gid: number): void => {
  const found = statSync(fileOrFolder);
  if (found.uid === uid) return;
  const inside = found.isDirectory() ? readdirSync(fileOrFolder, { recursive: true }) : [];
  for (const name of inside) chownSync(path.join(fileOrFolder, name.toString()), uid, gid);
  chownSync(fileOrFolder, uid, gid);
};

/** The machine that this process runs on. */
export const thisMachine: Machine = {
  isRoot: process.getuid?.() === 0,
  findAccount: (name) => {
    try {
      return { name, uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      return undefined;
    }
  },
  mayEnter,
  canDisguise: (account) => spawnSync('unshare', [...disguise(account), 'true']).status === 0,
};

const ourselves: OperatingUser = {
  commandFor: (file, programArguments) => ({ file, arguments: programArguments, options: {} }),
  own: () => undefined,
};

const asAccount = ({ uid, gid }: Account): OperatingUser => ({
  commandFor: (file, programArguments) => ({
    file,
    arguments: programArguments,
    options: { uid, gid },
  }),
  own: (fileOrFolder) => ownRecursively(fileOrFolder, uid, gid),
});

const disguisedAs = (account: Account): OperatingUser => ({
  commandFor: (file, programArguments) => ({
    file: 'unshare',
    arguments: [...disguise(account), file, ...programArguments],
    options: {},
  }),
  own: (fileOrFolder) => ownRecursively(fileOrFolder, 0, 0),
});

/**
 * PostgreSQL refuses to run as root. A normal user runs it as themselves; root runs it as
 * `postgres` where that account exists and as `nobody` elsewhere, so that no account has to be
 * made. Below a folder that only root may enter (`/root`, say) the server only takes itself for
 * that account, in a Linux user namespace. Throws when neither is possible. `folders` must be
 * entered by the server.
 */
export const chooseOperatingUser = (
  folders: readonly string[],
  machine: Machine = thisMachine,
): OperatingUser => {
  if (!machine.isRoot) return ourselves;
  const account = machine.findAccount('postgres') ?? machine.findAccount('nobody');
  if (account === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and neither "postgres" nor "nobody" is a user here. ' +
        'Run the command as a normal user.',
    );
  }
  const closed = folders.find((folder) => !machine.mayEnter(account, folder));
  if (closed === undefined) return asAccount(account);
  if (!machine.canDisguise(account)) {
    throw new Error(
      `PostgreSQL does not run as root but as "${account.name}", who may not enter ${closed}. ` +
        'Run the command as a normal user, or move the project where everyone may enter.',
    );
  }
  return disguisedAs(account);
};
