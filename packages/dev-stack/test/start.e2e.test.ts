import { createServer } from 'node:net';
import { isStillRunning } from '../src/processes/process-identity';
import { closingBalances, closingTotal } from './demonstration/november';
import {
  allEnd,
  isLocked,
  newPlace,
  processesOf,
  StartedCommand,
  type Place,
} from './started-command';

jest.setTimeout(120_000);

const places: Place[] = [];
const commands: StartedCommand[] = [];

const place = async (): Promise<Place> => {
  const made = await newPlace();
  places.push(made);
  return made;
};

const start = (where: Place, ...programArguments: readonly string[]): StartedCommand => {
  const command = new StartedCommand(where, ...programArguments);
  commands.push(command);
  return command;
};

afterEach(async () => {
  for (const command of commands.splice(0)) {
    command.send('SIGTERM');
    await command.ended;
  }
  for (const used of places.splice(0)) used.remove();
});

const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+\.)/g, ',');

describe('npm start -- --once', () => {
  it('books the month over HTTP, prints the balances computed by hand, and exits 0', async () => {
    const where = await place();
    const command = start(where, '--once');
    expect(await command.ended).toBe(0);
    for (const { code, debit, credit } of closingBalances) {
      expect(command.output).toMatch(
        new RegExp(`^${code} .* ${grouped(debit ?? credit ?? '').replaceAll('.', '\\.')} *$`, 'm'),
      );
    }
    const total = grouped(closingTotal).replaceAll('.', '\\.');
    expect(command.output).toMatch(new RegExp(`Total +${total} +${total}$`, 'm'));
    expect(isLocked(where)).toBe(false);
  });
});

describe('npm start', () => {
  it('stops everything at Ctrl-C, and continues with the same data the next time', async () => {
    const where = await place();
    const first = start(where);
    await first.prints('Press Ctrl-C to stop.');
    const processes = processesOf(where);
    expect(processes).toHaveLength(3);
    // A terminal tells the whole group, and npm passes it on: one Ctrl-C arrives twice.
    first.send('SIGINT');
    first.send('SIGINT');
    expect(await first.ended).toBe(0);
    expect(processes.filter(isStillRunning)).toEqual([]);
    const second = start(where, '--once');
    expect(await second.ended).toBe(0);
    expect(second.output).toContain('was booked before');
    expect(second.output).toContain(' 0 new.');
    expect(second.output).toContain(grouped(closingTotal));
  });

  it('is refused while it runs already, in plain words, and does not disturb what runs', async () => {
    const where = await place();
    const first = start(where);
    await first.prints('Press Ctrl-C to stop.');
    const second = start(where);
    expect(await second.ended).toBe(1);
    expect(second.output).toContain('The system is running already');
    expect((await fetch(`${where.httpUrl}/health/ready`)).status).toBe(200);
    first.send('SIGHUP');
    expect(await first.ended).toBe(0);
  });

  it('leaves no process behind when it is killed, and the next start recovers', async () => {
    const where = await place();
    const first = start(where);
    await first.prints('Press Ctrl-C to stop.');
    const processes = processesOf(where);
    first.send('SIGKILL');
    const second = start(where, '--once');
    await allEnd(processes);
    expect(await second.ended).toBe(0);
    expect(second.output).toContain(grouped(closingTotal));
  });

  it('begins anew with --fresh', async () => {
    const where = await place();
    expect(await start(where, '--once').ended).toBe(0);
    const anew = start(where, '--fresh', '--once');
    expect(await anew.ended).toBe(0);
    expect(anew.output).toContain('is booked');
  });

  it('names a busy port and the variable that moves it, and starts nothing', async () => {
    const where = await place();
    const port = Number(where.environment['ACCOUNTING_CORE_HTTP_PORT']);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const command = start(where);
    expect(await command.ended).toBe(1);
    await new Promise((resolve) => other.close(resolve));
    expect(command.output).toMatch(/^Port \d+, .*in use.*ACCOUNTING_CORE_HTTP_PORT=\d+ npm start/);
    expect(isLocked(where)).toBe(false);
  });
});
