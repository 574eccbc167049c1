import { ApiClient } from '../src/demonstration/api-client';
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

const commands: StartedCommand[] = [];
let place: Place;

const start = (...programArguments: readonly string[]): StartedCommand => {
  const command = new StartedCommand(place, ...programArguments);
  commands.push(command);
  return command;
};

beforeEach(async () => {
  place = await newPlace();
});

afterEach(async () => {
  for (const command of commands.splice(0)) {
    command.send('SIGTERM');
    await command.ended;
  }
  place.remove();
});

const asPattern = (amount: string): string =>
  amount.replace(/\B(?=(\d{3})+\.)/g, ',').replaceAll('.', '\\.');

describe('the process of npm start', () => {
  it('books the month, prints the balances computed by hand, and exits 0', async () => {
    const command = start('--once');
    expect(await command.ended).toBe(0);
    for (const { code, debit, credit } of closingBalances) {
      const amount = asPattern(debit ?? credit ?? '');
      expect(command.output).toMatch(new RegExp(`^${code} .* ${amount} *$`, 'm'));
    }
    const total = asPattern(closingTotal);
    expect(command.output).toMatch(new RegExp(`Total +${total} +${total}$`, 'm'));
    expect(isLocked(place)).toBe(false);
  });

  it('leaves no process at Ctrl-C, which npm passes on a second time', async () => {
    const command = start();
    await command.prints('Press Ctrl-C to stop.');
    const processes = processesOf(place);
    expect(processes.map(({ name }) => name)).toEqual([
      undefined,
      'PostgreSQL',
      'compliance',
      'accounting-core',
      'tax',
      'gateway',
    ]);
    command.send('SIGINT');
    command.send('SIGINT');
    expect(await command.ended).toBe(0);
    expect(processes.filter(isStillRunning)).toEqual([]);
  });

  it('leaves no process behind when it is killed, and the next start recovers', async () => {
    const killed = start();
    await killed.prints('Press Ctrl-C to stop.');
    const processes = processesOf(place);
    killed.send('SIGKILL');
    const next = start('--once');
    await allEnd(processes);
    expect(await next.ended).toBe(0);
    expect(next.output).toContain('was booked before');
  });

  it('stays up for who has changed the password that it printed', async () => {
    const first = start();
    await first.prints('Press Ctrl-C to stop.');
    const [, email = '', password = ''] = /^ {2}(nino\.\S+@\S+) +(\S+)$/m.exec(first.output) ?? [];
    const signIn = await new ApiClient(place.gatewayUrl).postUnkeyed('/auth/login', {
      email,
      password,
    });
    const nino = new ApiClient(place.gatewayUrl, String(signIn.body['accessToken']));
    const newPassword = 'seven quiet ferries leave at dusk';
    await nino.postUnkeyed('/auth/password', { currentPassword: password, newPassword });
    first.send('SIGINT');
    expect(await first.ended).toBe(0);
    const next = start();
    await next.prints('Press Ctrl-C to stop.');
    expect(next.output).toContain('do not sign in with the passwords made for them');
    await new ApiClient(place.gatewayUrl).postUnkeyed('/auth/login', {
      email,
      password: newPassword,
    });
    next.send('SIGINT');
    expect(await next.ended).toBe(0);
    const once = start('--once');
    expect(await once.ended).toBe(1);
    expect(once.output).toContain('npm start -- --fresh');
  });
});
