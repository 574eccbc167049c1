import { createTestDatabase, type TestDatabase } from '@accounting/testing';
import { createPostgresLeaderLock } from '../../src';
import { openWire } from '../wire';

jest.setTimeout(120_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ name: 'leader', sets: [] });
});
afterAll(() => database.drop());

describe('the leader of a service', () => {
  it('is succeeded when its host is cut off and nobody is told', async () => {
    const { port } = new URL(database.serviceUrl);
    const wire = await openWire(Number(port));
    const lockOn = (url: URL) =>
      createPostgresLeaderLock({ url: url.href, name: 'x.relay', applicationName: 'leader-test' });
    const throughTheWire = new URL(database.serviceUrl);
    throughTheWire.host = `127.0.0.1:${String(wire.port)}`;
    const [leading, following] = [new AbortController(), new AbortController()];

    let isLed = (): void => undefined;
    const led = new Promise<void>((resolve) => (isLed = resolve));
    const cutOff = lockOn(throughTheWire).lead(leading.signal, ({ signal }) => {
      isLed();
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    });
    // It finds out by itself.
    const findsOut = expect(cutOff).rejects.toThrow();
    await led;
    wire.silence();
    let hasSucceeded = false;
    await lockOn(new URL(database.serviceUrl)).lead(following.signal, async () => {
      hasSucceeded = true;
    });

    expect(hasSucceeded).toBe(true);
    await findsOut;
    await wire.close();
  });
});
