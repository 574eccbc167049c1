import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { startRedis, type RedisServer } from '../src';

/** What the server answers to one command, as it stands on the line. */
const ask = ({ port, certificateAuthority: ca }: RedisServer, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const place = { port, host: '127.0.0.1' };
    const socket = ca === undefined ? connect(place) : connectSecurely({ ...place, ca });
    socket.once('error', reject);
    socket.once('data', (data: Buffer) => {
      socket.destroy();
      resolve(data.toString().trim());
    });
    socket.write(`${command}\r\n`);
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'redis-server-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a Redis of our own', () => {
  it('keeps what it has confirmed when it is killed', async () => {
    const first = await startRedis({ dataFolder: folder });
    expect(await ask(first, 'SET fact kept')).toBe('+OK');
    await first.kill();
    const second = await startRedis({ dataFolder: folder });

    expect(await ask(second, 'GET fact')).toContain('kept');
    await second.stop();
  });

  it('goes on after it was suspended', async () => {
    const server = await startRedis();
    server.suspend();
    server.resume();

    expect(await ask(server, 'PING')).toBe('+PONG');
    await server.stop();
  });

  it('encrypts, and knows its user only, where it is secured', async () => {
    const security = { username: 'tokens', password: 'correct', rights: '~tokens:* +@all' };
    const server = await startRedis({ dataFolder: folder, security });

    expect(server.url).toBe(`rediss://tokens:correct@127.0.0.1:${String(server.port)}`);
    expect(await ask(server, 'PING')).toContain('NOAUTH');
    expect(await ask(server, 'AUTH tokens guessed')).toContain('WRONGPASS');
    expect(await ask(server, 'AUTH tokens correct')).toBe('+OK');
    await server.stop();
  });

  it('says why it does not start', async () => {
    await expect(startRedis({ settings: { 'no-such-setting': '1' } })).rejects.toThrow(
      'Redis did not start',
    );
  });
});
