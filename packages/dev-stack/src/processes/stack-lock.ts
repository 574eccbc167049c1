import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from '../stack-error';
import { identifyProcess, isStillRunning, type ProcessIdentity } from './process-identity';

interface NamedProcess extends ProcessIdentity {
  readonly name: string;
}

/** What the lock file says: who holds the data folder, and what they started. */
interface LockContent {
  readonly owner: ProcessIdentity;
  readonly children: readonly NamedProcess[];
}

export interface StackLock {
  /** Notes a process of the stack, so that a later start knows what to wait for. */
  add(name: string, processId: number): void;
  release(): void;
}

/** Longer than the guardians of a killed run give what they guard. */
const predecessorTimeoutMs = 40_000;
const pollIntervalMs = 100;

const readLock = (file: string): LockContent | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockContent;
  } catch {
    return undefined;
  }
};

const writeBeside = (file: string, content: LockContent): string => {
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  return draft;
};

/** Fails when the file exists; afterwards it exists with its whole content, never empty. */
const createExclusively = (file: string, content: LockContent): boolean => {
  const draft = writeBeside(file, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

const ourselves = (): ProcessIdentity => {
  const identity = identifyProcess(process.pid);
  if (identity === undefined) throw new Error('This process cannot be found by the system.');
  return identity;
};

const refuse = (folder: string, owner: ProcessIdentity): StackError =>
  new StackError(
    `The system is running already with the data in ${folder} (process ${owner.processId}). ` +
      `Stop it with Ctrl-C where it runs, or with: kill ${owner.processId}`,
  );

/** The previous run was killed; what it started ends by itself within some seconds. */
const awaitPredecessor = async (
  children: readonly NamedProcess[],
  timeoutMs: number,
): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  let left = children.filter(isStillRunning);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(pollIntervalMs);
    left = left.filter(isStillRunning);
  }
  const [stuck] = left;
  if (stuck !== undefined) {
    throw new StackError(
      `${stuck.name} of an earlier run is still there and does not end. End it, then start ` +
        `again: kill ${stuck.processId}`,
    );
  }
};

/** Another start may have found the same stale lock and replaced it meanwhile; its lock stays. */
const removeStale = (file: string, folder: string): void => {
  const aside = `${file}.stale-${String(process.pid)}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readLock(aside);
  if (moved !== undefined && isStillRunning(moved.owner)) {
    renameSync(aside, file);
    throw refuse(folder, moved.owner);
  }
  rmSync(aside);
};

/**
 * Takes the data folder for this process. Throws when another stack uses it; a lock left behind by
 * a process that was killed is recognised, and the end of what it had started is waited for.
 */
export const lockDataFolder = async (
  folder: string,
  timeoutMs: number = predecessorTimeoutMs,
): Promise<StackLock> => {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'stack.lock');
  const owner = ourselves();
  let children: readonly NamedProcess[] = [];
  while (!createExclusively(file, { owner, children })) {
    const found = readLock(file);
    if (found !== undefined && isStillRunning(found.owner)) throw refuse(folder, found.owner);
    if (found !== undefined) await awaitPredecessor(found.children, timeoutMs);
    removeStale(file, folder);
  }
  return {
    add: (name, processId) => {
      const identity = identifyProcess(processId);
      if (identity === undefined) return;
      children = [...children, { ...identity, name }];
      renameSync(writeBeside(file, { owner, children }), file);
    },
    release: () => rmSync(file, { force: true }),
  };
};
