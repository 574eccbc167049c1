import { seen } from '../fixtures/notes-service';
import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import { gatewaySecret, neighbourSettings } from '../fixtures/trusted-parties';

let service: StartedNotes;
beforeAll(async () => {
  service = await startNotes(neighbourSettings);
});
afterAll(() => service.stop());

const send = (init: RequestInit = {}): Promise<Response> =>
  fetch(`${service.httpUrl}/api/v1/public-notes`, init);

const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  send({ method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('a route that needs no token', () => {
  it('answers anybody, and may be kept for as long as it says', async () => {
    const response = await send();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ titles: ['Rent'] });
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('takes a POST without Idempotency-Key, and its answer may not be kept', async () => {
    const response = await post('{"title":"Rent"}');
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe('/api/v1/public-notes');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('checks what it is sent like any other', async () => {
    const response = await post('{"title":1,"more":2}');
    expect(response.status).toBe(400);
    const { violations } = (await response.json()) as { violations: { field: string }[] };
    expect(violations.map(({ field }) => field).sort()).toEqual(['more', 'title']);
    expect((await send({ headers: { 'x-any': 'thing' } })).status).toBe(200);
  });

  it('knows the client by its connection', async () => {
    await send({ headers: { 'x-real-ip': '203.0.113.7' } });
    expect(seen.publicContext?.clientAddress).toMatch(/127\.0\.0\.1|::1/);
  });

  it('believes the gateway whom it asks for', async () => {
    await send({ headers: { 'x-real-ip': '203.0.113.7', 'x-gateway-secret': gatewaySecret } });
    expect(seen.publicContext?.clientAddress).toBe('203.0.113.7');
  });
});
