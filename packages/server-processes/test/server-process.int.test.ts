import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverFolder, startServerProcess, temporaryFolder, type ServerProgram } from '../src';

const folder = mkdtempSync(path.join(tmpdir(), 'server-process-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let programs = 0;

/** A server that is a script for Node; it is ready when it says so. */
const program = (script: string, changes: Partial<ServerProgram> = {}): ServerProgram => ({
  name: 'The server',
  file: process.execPath,
  arguments: ['--eval', script],
  logFile: path.join(folder, `${String((programs += 1))}.log`),
  isReady: (log) => log.includes('ready'),
  startTimeoutMs: 20_000,
  stopTimeoutMs: 5_000,
  ...changes,
});

const serving = "console.log('ready'); setInterval(() => undefined, 1000);";
const stubborn = `process.on('SIGTERM', () => undefined); ${serving}`;

const isAlive = (processId: number): boolean => {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a server process', () => {
  it('runs until it is stopped, which may be asked for twice', async () => {
    const server = await startServerProcess(program(serving));
    expect(isAlive(server.processId)).toBe(true);
    await Promise.all([server.stop(), server.stop()]);
    expect(isAlive(server.processId)).toBe(false);
  });

  it('is killed when it does not stop in its time', async () => {
    const server = await startServerProcess(program(stubborn, { stopTimeoutMs: 200 }));
    await server.stop();
    expect(isAlive(server.processId)).toBe(false);
  });

  it('stops although it stands still', async () => {
    const server = await startServerProcess(program(serving));
    server.suspend();
    await server.stop();
    expect(isAlive(server.processId)).toBe(false);
  });

  it('stands still and goes on', async () => {
    const server = await startServerProcess(program(serving));
    server.suspend();
    server.resume();
    await sleep(50);
    expect(isAlive(server.processId)).toBe(true);
    await server.kill();
  });

  it.each([
    [
      'what it wrote when it ended',
      program("console.error('no room'); process.exit(1)"),
      'no room',
    ],
    ['that it took too long', program('setInterval(() => 0, 9)', { startTimeoutMs: 200 }), 'start'],
    ['that there is no such program', program('', { file: '/no/such/program' }), 'ENOENT'],
  ])('says %s', async (_, wrong, said) => {
    await expect(startServerProcess(wrong)).rejects.toThrow(said);
  });

  it('takes its folder with it unless somebody gave it one', async () => {
    const own = serverFolder(undefined, 'server-process-own-');
    const given = serverFolder(path.join(folder, 'given'), 'unused-');
    const server = await startServerProcess(program(serving, own));
    await server.stop();

    expect(existsSync(own.path)).toBe(false);
    expect(existsSync(given.path)).toBe(true);
    expect(given.removeFolder).toBeUndefined();
  });
});

describe('a temporary folder', () => {
  it('is there until it is removed', () => {
    const temporary = temporaryFolder('server-process-temporary-');
    expect(existsSync(temporary.path)).toBe(true);
    temporary.remove();
    expect(existsSync(temporary.path)).toBe(false);
  });
});
