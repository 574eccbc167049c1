import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import { unusedStorage } from '../fixtures/unused-storage';

let service: StartedNotes;
let isDatabaseUp = true;

beforeAll(async () => {
  const ping = async (): Promise<void> => {
    if (!isDatabaseUp) throw new Error('gone');
  };
  service = await startNotes({}, { storage: unusedStorage(ping) });
});
afterAll(() => service.stop());

const get = (path: string): Promise<Response> => fetch(service.httpUrl + path);

describe('probes', () => {
  it('say that the service is alive, with the state of what it depends on', async () => {
    const response = await get('/health');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'alive',
      service: 'notes',
      ready: true,
      dependencies: { database: { state: 'up' } },
    });
  });

  it('say ready only while the database answers, and alive regardless', async () => {
    expect((await get('/health/ready')).status).toBe(200);
    isDatabaseUp = false;
    // Answers are shared for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    const ready = await get('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ dependencies: { database: { state: 'down' } } });
    expect((await get('/health')).status).toBe(200);
    isDatabaseUp = true;
  });

  it('log once that a dependency is gone, and once that it is back, but no failure', async () => {
    const changes = () =>
      service
        .logged()
        .filter(({ dependency }) => dependency === 'database')
        .map(({ level, msg }) => [level, msg]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await get('/health/ready')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
    expect(changes()).toEqual([
      ['warn', 'a dependency does not answer'],
      ['info', 'a dependency answers again'],
    ]);
    expect(service.logged().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('are not logged at level info', async () => {
    await get('/health');
    expect(service.logged().filter((line) => line['msg'] === 'request')).toEqual([]);
  });

  it('take no other method', async () => {
    const response = await fetch(`${service.httpUrl}/health`, { method: 'POST' });
    expect(response.status).toBe(405);
  });
});

describe('the API page', () => {
  it('is served with all its files from this server, under a policy for them', async () => {
    const page = await get('/docs');
    const html = await page.text();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<script>|<style>| on\w+=/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) {
      const response = await get(file);
      expect([file, response.status]).toEqual([file, 200]);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      await response.body?.cancel();
    }
  });

  it('shows the document of this service', async () => {
    expect(await (await get('/docs/start.js')).text()).toContain("url: '/openapi.json'");
    expect(await (await get('/openapi.json')).json()).toMatchObject({ info: { title: 'notes' } });
  });

  it.each(['/docs/assets/nothing', '/docs/assets/', '/docs/assets/../package.json'])(
    'has no file at %s',
    async (path) => {
      const response = await get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json',
      ]);
    },
  );
});
