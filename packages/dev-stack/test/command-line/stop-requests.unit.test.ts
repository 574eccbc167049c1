import { awaitStopRequest, type StopRequests } from '../../src/command-line/stop-requests';

let requests: StopRequests;
let seconds: number;

beforeEach(() => {
  jest.useFakeTimers();
  seconds = 0;
  requests = awaitStopRequest(() => {
    seconds += 1;
  });
});

afterEach(() => {
  requests.dispose();
  jest.useRealTimers();
});

describe('a request to stop', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('may be %s', async (signal) => {
    process.emit(signal);
    await expect(requests.first).resolves.toBeUndefined();
  });

  it('is one when it arrives twice at once, from the terminal and from npm', () => {
    process.emit('SIGINT');
    jest.advanceTimersByTime(300);
    process.emit('SIGINT');
    expect(seconds).toBe(0);
  });

  it('is insisted on by a second one that comes later', () => {
    process.emit('SIGINT');
    jest.advanceTimersByTime(1_000);
    process.emit('SIGINT');
    expect(seconds).toBe(1);
  });

  it('is the end of npm, which may be killed without passing anything on', async () => {
    requests.dispose();
    const parent = jest.replaceProperty(process, 'ppid', 4711);
    process.env['npm_lifecycle_event'] = 'start';
    requests = awaitStopRequest(() => undefined);
    parent.replaceValue(1);
    jest.advanceTimersByTime(1_000);
    await expect(requests.first).resolves.toBeUndefined();
    delete process.env['npm_lifecycle_event'];
    parent.restore();
  });

  it('is no longer heard once disposed of', () => {
    const before = process.listenerCount('SIGTERM');
    requests.dispose();
    expect(process.listenerCount('SIGTERM')).toBe(before - 1);
  });
});
