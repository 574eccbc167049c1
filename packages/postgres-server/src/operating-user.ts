import { execFileSync, spawnSync, type SpawnOptions } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import path from 'node:path';

/** How to start a program as the user that PostgreSQL accepts to run as. */
export interface OperatingUser {
  /** The command line that starts `program`, and the options that spawn needs for it. */
  commandFor(program: string, programArguments: readonly string[]): Command;
  /** Makes the user the owner of a file or folder. */
  own(fileOrFolder: string): void;
}

export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid'>;
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const ourselves: OperatingUser = {
  commandFor: (file, programArguments) => ({ file, arguments: programArguments, options: {} }),
  own: () => undefined,
};

const idOf = (flag: '-u' | '-g', name: string): number =>
  Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));

const findAccount = (name: string): Account | undefined => {
  try {
    return { name, uid: idOf('-u', name), gid: idOf('-g', name) };
  } catch {
    return undefined;
  }
};

/** Whether the permission bits let the account enter the folder and every folder above it. */
const mayEnter = (account: Account, folder: string): boolean => {
  const { mode, uid, gid } = statSync(folder);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  const enters = ((mode >> shift) & 1) === 1;
  const parent = path.dirname(folder);
  return enters && (parent === folder || mayEnter(account, parent));
};

const keepingFileAccess = (account: Account): readonly string[] => [
  `--reuid=${String(account.uid)}`,
  `--regid=${String(account.gid)}`,
  '--clear-groups',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
];

const canKeepFileAccess = (account: Account): boolean =>
  spawnSync('setpriv', [...keepingFileAccess(account), 'true']).status === 0;

/**
 * PostgreSQL refuses to run as root. A normal user runs it as themselves; root runs it as
 * `postgres` where that account exists and as `nobody` elsewhere, so that no account has to be
 * made. Below a folder that only root may enter (`/root`, say) the server keeps root's access to
 * files, through Linux capabilities. Throws when neither is possible. `folders` must be entered by
 * the server.
 */
export const chooseOperatingUser = (folders: readonly string[]): OperatingUser => {
  if (process.getuid?.() !== 0) return ourselves;
  const account = findAccount('postgres') ?? findAccount('nobody');
  if (account === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and neither "postgres" nor "nobody" is a user here. ' +
        'Run the command as a normal user.',
    );
  }
  const own = (fileOrFolder: string): void => {
    chownSync(fileOrFolder, account.uid, account.gid);
  };
  const closed = folders.find((folder) => !mayEnter(account, folder));
  if (closed === undefined) {
    const options = { uid: account.uid, gid: account.gid };
    return { commandFor: (file, rest) => ({ file, arguments: rest, options }), own };
  }
  if (!canKeepFileAccess(account)) {
    throw new Error(
      `PostgreSQL does not run as root but as "${account.name}", who may not enter ${closed}. ` +
        'Run the command as a normal user, or move the project where everyone may enter.',
    );
  }
  const setpriv = keepingFileAccess(account);
  return {
    commandFor: (file, rest) => ({
      file: 'setpriv',
      arguments: [...setpriv, file, ...rest],
      options: {},
    }),
    own,
  };
};
