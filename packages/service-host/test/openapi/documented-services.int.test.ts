import { startNotes, type StartedNotes } from '../fixtures/start-notes';

interface Document {
  readonly info: { readonly title: string; readonly description: string };
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: {
    readonly responses: Readonly<Record<string, { readonly content: object } | undefined>>;
    readonly schemas: object;
  };
}

let other: StartedNotes;
beforeAll(async () => {
  other = await startNotes();
});
afterAll(() => other.stop());

describe('a service that shows the API documents of others', () => {
  it('shows them with its own, and names those that do not answer', async () => {
    const service = await startNotes({ DOCUMENTED_SERVICES: 'tax=http://127.0.0.1:1' });
    const response = await fetch(`${service.httpUrl}/api/v1/openapi.json`);
    const { info, paths, components } = (await response.json()) as Document;
    expect(info.title).toBe('Georgian Accounting System');
    expect(info.description).toContain('Not reachable at the moment: tax.');
    expect(Object.keys(paths)).toContain('/api/v1/notes');
    const { responses, schemas } = components;
    expect(Object.keys(responses['Problem429']?.content ?? {})).toEqual([
      'application/problem+json',
      'application/json',
    ]);
    expect(Object.keys(responses['Problem422']?.content ?? {})).toEqual([
      'application/problem+json',
    ]);
    expect(schemas).toHaveProperty('GatewayRefusal');
    const page = await (await fetch(`${service.httpUrl}/docs`)).text();
    expect(page).toContain('<title>Georgian Accounting System</title>');
    const script = await (await fetch(`${service.httpUrl}/docs/start.js`)).text();
    expect(script).toContain("url: '/api/v1/openapi.json'");
    await service.stop();
  });

  it('asks each of them for its document', async () => {
    // The other has the same paths, which two services must not have: it was asked.
    const service = await startNotes({ DOCUMENTED_SERVICES: `tax=${other.httpUrl}` });
    const response = await fetch(`${service.httpUrl}/api/v1/openapi.json`);
    expect(response.status).toBe(500);
    expect(JSON.stringify(service.logged())).toContain('belongs to one service');
    await service.stop();
  });

  it('has a document of its own besides', async () => {
    expect((await fetch(`${other.httpUrl}/api/v1/openapi.json`)).status).toBe(404);
    expect((await fetch(`${other.httpUrl}/openapi.json`)).status).toBe(200);
  });

  it('does not start with services that it cannot name', async () => {
    await expect(startNotes({ DOCUMENTED_SERVICES: 'tax' })).rejects.toThrow(
      'must be names and URLs',
    );
  });
});
