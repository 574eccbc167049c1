import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@accounting/server-processes';
import { startService } from '../../src/processes/child-service';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'child-service-'));
  mkdirSync(path.join(folder, 'dist'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const start = async (source: string, environment: Record<string, string> = {}) => {
  writeFileSync(path.join(folder, 'dist', 'main.js'), source);
  const port = await freePort();
  return startService({
    name: 'example',
    mainFile: path.join(folder, 'dist', 'main.js'),
    environment: { HTTP_PORT: String(port), ...environment },
    healthUrl: `http://127.0.0.1:${port}/health/ready`,
    logFile: path.join(folder, 'logs', 'example.log'),
  });
};

const server = (status: string): string => `
  const { createServer } = require('node:http');
  createServer((_, response) => { response.statusCode = ${status}; response.end(); })
    .listen(Number(process.env.HTTP_PORT), '127.0.0.1');
`;

describe('a service as a process of its own', () => {
  it('is started once it says that it is ready, not merely alive', async () => {
    const becomesReady = `let asked = 0; ${server('++asked < 4 ? 503 : 200')}`;
    const service = await start(becomesReady);
    expect(service.readyAfterMs).toBeGreaterThan(0);
    await service.stop();
    expect(await service.ended).toBe('signal SIGTERM');
  });

  it('that ends before it is ready is reported with the end of its log', async () => {
    await expect(
      start(`console.error('The configuration is wrong: X is not set'); process.exit(78);`),
    ).rejects.toThrow(/example did not start \(exit code 78\)[^]*X is not set/);
  });

  it('gets the settings made for it and nothing of our environment', async () => {
    process.env['SECRET_OF_THE_STARTER'] = 'x';
    const complains = `
      console.error(process.env.SECRET_OF_THE_STARTER, process.env.GIVEN); process.exit(1);
    `;
    const starting = start(complains, { GIVEN: 'given' });
    await expect(starting).rejects.toThrow('undefined given');
    delete process.env['SECRET_OF_THE_STARTER'];
  });

  it('can be killed without being asked', async () => {
    const service = await start(`process.on('SIGTERM', () => undefined); ${server('200')}`);
    service.kill();
    expect(await service.ended).toBe('signal SIGKILL');
  });
});
