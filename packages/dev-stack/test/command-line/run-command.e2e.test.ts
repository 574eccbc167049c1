import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { runCommand } from '../../src/command-line/run-command';
import { isStillRunning } from '../../src/processes/process-identity';
import { closingTotal } from '../demonstration/november';
import { isLocked, newPlace, processesOf, type Place } from '../started-command';

jest.setTimeout(120_000);

const total = closingTotal.replace(/\B(?=(\d{3})+\.)/g, ',');
const readyText = 'Press Ctrl-C to stop.';

/** One run of the command in this process, and what it said. */
const run = (place: Place, ...programArguments: readonly string[]) => {
  const said: string[] = [];
  const exits: number[] = [];
  const keep = (text: string): void => {
    said.push(text);
  };
  const ended = runCommand(programArguments, {
    environment: place.environment,
    print: keep,
    complain: keep,
    exit: (exitCode) => exits.push(exitCode),
  });
  const output = (): string => said.join('\n');
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
  };
  ended.then(end, end);
  const says = async (text: string): Promise<void> => {
    while (!output().includes(text)) {
      if (hasEnded) throw new Error(`It ended without saying "${text}":\n${output()}`);
      await sleep(20);
    }
  };
  return { ended, output, says, exits };
};

interface Secrets {
  readonly passwords: Readonly<Record<string, string>>;
}

const secretsIn = ({ folder }: Place): Secrets =>
  JSON.parse(readFileSync(path.join(folder, 'secrets.json'), 'utf8')) as Secrets;

/** Connects with the URL that was printed and the password from the file that was named. */
const whoMayLookAround = async (
  output: string,
  passwords: Secrets['passwords'],
): Promise<unknown> => {
  const url = new URL(/accounting-core: database +(\S+)/.exec(output)?.[1] ?? '');
  url.password = passwords['accounting-core-owner'] ?? '';
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  const { rows } = await client.query<{ who: string }>('SELECT current_user AS who');
  await client.end();
  return rows[0]?.who;
};

let place: Place;

beforeEach(async () => {
  place = await newPlace();
});

afterEach(() => place.remove());

describe('the start command', () => {
  it('runs until it is interrupted, once at a time, and continues or begins anew', async () => {
    const first = run(place);
    await first.says(readyText);
    const processes = processesOf(place).filter(({ processId }) => processId !== process.pid);
    expect(first.output()).toContain(`${place.gatewayUrl}/docs`);
    expect(first.output()).toMatch(
      /^2026-11-19 {2}Reversal: .*\n(.*\n)*2026-11 +The month is closed/m,
    );
    const { passwords } = secretsIn(place);
    for (const password of Object.values(passwords)) expect(first.output()).not.toContain(password);
    expect(await whoMayLookAround(first.output(), passwords)).toBe('accounting_core_owner');

    const second = run(place);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('The system is running already');
    expect((await fetch(`${place.gatewayUrl}/health`)).status).toBe(200);

    process.emit('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(processes.filter(isStillRunning)).toEqual([]);
    expect(isLocked(place)).toBe(false);

    const continued = run(place, '--once');
    expect(await continued.ended).toBe(0);
    expect(continued.output()).toMatch(/was booked before: \d+ steps recognised\./);
    expect(continued.output()).toContain(total);
    expect(continued.output()).not.toContain('Reversal');

    const photograph = path.join(place.folder, 'photographs', '1.jpg');
    mkdirSync(path.dirname(photograph));
    writeFileSync(photograph, 'of somebody who named the wrong folder');
    const anew = run(place, '--once', '--fresh');
    expect(await anew.ended).toBe(0);
    expect(anew.output()).toMatch(/is booked: \d+ steps/);
    expect(anew.output()).toContain(total);
    expect(existsSync(photograph)).toBe(true);
  });

  it('ends with the reason, and the place of the log, when a service ends by itself', async () => {
    const started = run(place);
    await started.says(readyText);
    const service = processesOf(place).find(({ name }) => name === 'accounting-core');
    process.kill(service?.processId ?? 0, 'SIGKILL');
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/accounting-core has ended \(signal SIGKILL\).*\.log/);
    expect(isLocked(place)).toBe(false);
  });

  it('kills everything at once when it is interrupted a second time', async () => {
    const started = run(place);
    await started.says(readyText);
    const processes = processesOf(place).filter(({ processId }) => processId !== process.pid);
    const now = jest.spyOn(Date, 'now');
    process.emit('SIGINT');
    now.mockReturnValue(Date.now() + 60_000);
    process.emit('SIGINT');
    now.mockRestore();
    expect(started.exits).toEqual([130]);
    await started.ended;
    while (processes.some(isStillRunning)) await sleep(20);
    expect(isLocked(place)).toBe(false);
  });

  it('names a busy port and the variable that moves it, and starts nothing', async () => {
    const port = Number(place.environment['ACCOUNTING_CORE_HTTP_PORT']);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const started = run(place);
    expect(await started.ended).toBe(1);
    await new Promise((resolve) => other.close(resolve));
    expect(started.output()).toMatch(/^Port \d+, .*in use.*ACCOUNTING_CORE_HTTP_PORT=\d+ npm/);
    expect(isLocked(place)).toBe(false);
  });

  it('explains itself, and refuses arguments that it does not know', async () => {
    const help = run(place, '--help');
    expect(await help.ended).toBe(0);
    expect(help.output()).toContain('ACCOUNTING_DATA_FOLDER');
    const unknown = run(place, '--fersh');
    expect(await unknown.ended).toBe(1);
    expect(unknown.output()).toContain('--fersh');
  });
});
