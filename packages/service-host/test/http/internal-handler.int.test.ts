import { signedToken } from '@accounting/testing';
import { seen } from '../fixtures/notes-service';
import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import {
  gatewaySecret,
  neighbourSettings,
  serviceAuthorization,
} from '../fixtures/trusted-parties';

let service: StartedNotes;
beforeAll(async () => {
  service = await startNotes(neighbourSettings);
});
afterAll(() => service.stop());

const ask = (headers: Record<string, string>, path = '/note-counts/n12'): Promise<Response> =>
  fetch(`${service.httpUrl}/internal/v1${path}`, { headers });

const asTax = () => ({ 'x-service-authorization': serviceAuthorization('tax') });

const codeOf = async (pending: Promise<Response>): Promise<unknown> => {
  const response = await pending;
  const { code } = (await response.json()) as { readonly code: string };
  return [response.status, code];
};

describe('a route for other services', () => {
  it('answers a service that it is for, and says who asks', async () => {
    const response = await ask(asTax());
    expect(await response.json()).toEqual({ count: 3 });
    expect(seen.internalContext).toMatchObject({ serviceName: 'tax' });
  });

  it('does not send again what the service has already', async () => {
    const tag = (await ask(asTax())).headers.get('etag') ?? '';
    const unchanged = await ask({ ...asTax(), 'if-none-match': tag });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
    expect(unchanged.headers.get('content-type')).toBeNull();
    const changed = await ask({ ...asTax(), 'if-none-match': tag }, '/note-counts/n1');
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it.each([
    ['nobody', {}, [401, 'host.service_token_missing']],
    ['a person', { authorization: `Bearer ${signedToken()}` }, [401, 'host.service_token_missing']],
    ['the gateway', { 'x-gateway-secret': gatewaySecret }, [401, 'host.service_token_missing']],
    [
      'a person who says to be a service',
      { 'x-service-authorization': `Bearer ${signedToken()}` },
      [401, 'host.service_token_invalid'],
    ],
    [
      'another service',
      { 'x-service-authorization': serviceAuthorization('gateway-renderer') },
      [403, 'host.service_not_allowed'],
    ],
  ])('refuses %s', async (_who, headers, refusal) => {
    expect(await codeOf(ask(headers))).toEqual(refusal);
  });

  it('reads what it is sent by its schema', async () => {
    const post = (body: string) =>
      fetch(`${service.httpUrl}/internal/v1/note-counts`, {
        method: 'POST',
        headers: { ...asTax(), 'content-type': 'application/json' },
        body,
      });
    expect((await post('{"title":"a"}')).status).toBe(200);
    expect(await codeOf(post('{}'))).toEqual([400, 'host.invalid_request']);
  });

  it('is nowhere among what the world may ask for', async () => {
    const headers = { ...asTax(), authorization: `Bearer ${signedToken()}` };
    const response = await fetch(`${service.httpUrl}/api/v1/note-counts/n12`, { headers });
    expect(response.status).toBe(404);
    const document = await (await fetch(`${service.httpUrl}/openapi.json`)).text();
    expect(document).not.toContain('note-counts');
    expect(document).toContain('public-notes');
  });
});
