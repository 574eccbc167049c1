import { createServer } from 'node:net';
import { freePort, isPortFree } from '@accounting/server-processes';

describe('a port', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('is busy while something listens on %s', async (host) => {
    const port = await freePort();
    expect(await isPortFree(port)).toBe(true);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortFree(port)).toBe(true);
  });
});
