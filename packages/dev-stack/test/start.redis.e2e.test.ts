import { ApiClient } from '../src/demonstration/api-client';
import { isStillRunning } from '../src/processes/process-identity';
import { newPlace, processesOf, StartedCommand, type Place } from './started-command';

jest.setTimeout(120_000);

let place: Place;
let command: StartedCommand;

const start = (): StartedCommand => {
  const environment = { ...place.environment, TOKEN_STORE: 'redis' };
  command = new StartedCommand({ ...place, environment });
  return command;
};

beforeEach(async () => {
  place = await newPlace();
});
afterEach(async () => {
  command.send('SIGTERM');
  await command.ended;
  place.remove();
});

describe('the process of npm start with TOKEN_STORE=redis', () => {
  it('starts a Redis that keeps sessions over a restart, and leaves no process', async () => {
    const first = start();
    await first.prints('Press Ctrl-C to stop.');
    const processes = processesOf(place);
    expect(processes.map(({ name }) => name)).toContain('Redis');
    const [, email = '', password = ''] = /^ {2}(nino\.\S+@\S+) +(\S+)$/m.exec(first.output) ?? [];
    const visitor = new ApiClient(place.gatewayUrl);
    const signedIn = await visitor.postUnkeyed('/auth/login', { email, password });
    first.send('SIGINT');
    expect(await first.ended).toBe(0);
    expect(processes.filter(isStillRunning)).toEqual([]);

    await start().prints('Press Ctrl-C to stop.');
    const { refreshToken } = signedIn.body;
    const refreshed = await visitor.postUnkeyed('/auth/refresh', { refreshToken });
    expect(refreshed.body['sessionId']).toBe(signedIn.body['sessionId']);
  });
});
