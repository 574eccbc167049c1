import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { invariant } from '@accounting/kernel';
import {
  identifyProcess,
  isStillRunning,
  type ProcessIdentity,
} from '../../src/processes/process-identity';
import { lockDataFolder } from '../../src/processes/stack-lock';

let folder: string;
const lockFile = (): string => path.join(folder, 'stack.lock');

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stack-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const sleeper = (seconds: number) => spawn('sleep', [String(seconds)], { stdio: 'ignore' });

const identityOf = (processId: number | undefined): ProcessIdentity => {
  const identity = identifyProcess(processId ?? 0);
  invariant(identity !== undefined, 'the process runs');
  return identity;
};

const endedProcess = async (): Promise<ProcessIdentity> => {
  const child = sleeper(60);
  const identity = identityOf(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return identity;
};

describe('the lock on a data folder', () => {
  it('is refused while its owner runs, naming the process to stop', async () => {
    const lock = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toThrow(
      `running already with the data in ${folder} (process ${String(process.pid)})`,
    );
    lock.release();
    const next = await lockDataFolder(folder);
    next.release();
    expect(existsSync(lockFile())).toBe(false);
  });

  it('is given to one of two that ask at once', async () => {
    const outcomes = await Promise.allSettled([lockDataFolder(folder), lockDataFolder(folder)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is taken over when its owner was killed', async () => {
    writeFileSync(lockFile(), JSON.stringify({ owner: await endedProcess(), children: [] }));
    const lock = await lockDataFolder(folder);
    expect(readFileSync(lockFile(), 'utf8')).toContain(`"processId":${String(process.pid)}`);
    lock.release();
  });

  it('is taken over when its owner’s number belongs to another process by now', async () => {
    const owner = { processId: process.pid, startedAt: 'another time' };
    writeFileSync(lockFile(), JSON.stringify({ owner, children: [] }));
    const lock = await lockDataFolder(folder);
    lock.release();
  });

  it('waits until what its killed owner had started has ended', async () => {
    const child = sleeper(1);
    const identity = identityOf(child.pid);
    writeFileSync(
      lockFile(),
      JSON.stringify({
        owner: await endedProcess(),
        children: [{ ...identity, name: 'PostgreSQL' }],
      }),
    );
    const lock = await lockDataFolder(folder);
    expect(isStillRunning(identity)).toBe(false);
    lock.release();
  });

  it('names what a killed owner left running when that does not end', async () => {
    const child = sleeper(60);
    const stuck = { ...identityOf(child.pid), name: 'PostgreSQL' };
    const owner = await endedProcess();
    writeFileSync(lockFile(), JSON.stringify({ owner, children: [stuck] }));
    await expect(lockDataFolder(folder, 200)).rejects.toThrow(
      `PostgreSQL of an earlier run is still there and does not end. ` +
        `End it, then start again: kill ${stuck.processId}`,
    );
    child.kill();
    await once(child, 'exit');
  });

  it('is taken over by one of two that find its owner killed', async () => {
    writeFileSync(lockFile(), JSON.stringify({ owner: await endedProcess(), children: [] }));
    const outcomes = await Promise.allSettled([lockDataFolder(folder), lockDataFolder(folder)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(readFileSync(lockFile(), 'utf8')).toContain(`"processId":${process.pid}`);
  });

  it('is taken over when it cannot be read', async () => {
    writeFileSync(lockFile(), '');
    const lock = await lockDataFolder(folder);
    lock.release();
  });

  it('notes what its owner starts', async () => {
    const child = sleeper(60);
    const lock = await lockDataFolder(folder);
    lock.add('accounting-core', child.pid ?? 0);
    lock.add('gone already', (await endedProcess()).processId);
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({
      children: [{ name: 'accounting-core', processId: child.pid }],
    });
    lock.release();
    child.kill();
    await once(child, 'exit');
  });
});
