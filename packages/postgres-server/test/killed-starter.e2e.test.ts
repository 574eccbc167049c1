import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const isRunning = (processId: number): boolean => {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
};

const eventually = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await sleep(50);
};

it('a server ends, and its temporary folder goes, soon after its starter was killed', async () => {
  const temporary = mkdtempSync(path.join(tmpdir(), 'killed-starter-'));
  const starter = spawn(process.execPath, [path.join(__dirname, 'processes', 'starter.mjs')], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(starter.stdout, 'data')) as [Buffer];
  const processId = Number(line.toString());
  expect(isRunning(processId)).toBe(true);
  expect(readdirSync(temporary)).toHaveLength(1);
  starter.kill('SIGKILL');
  await eventually(() => !isRunning(processId) && readdirSync(temporary).length === 0);
  rmSync(temporary, { recursive: true });
});
