import { signedToken } from '@accounting/testing';
import { noteClient, type NoteClient } from '../fixtures/note-client';
import { seenByGrpc } from '../fixtures/notes-grpc';
import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import {
  gatewaySecret,
  neighbourSettings,
  serviceAuthorization,
} from '../fixtures/trusted-parties';

let service: StartedNotes;
let client: NoteClient;
beforeAll(async () => {
  service = await startNotes(neighbourSettings);
  client = noteClient(service.grpcAddress);
});
afterAll(async () => {
  client.close();
  await service.stop();
});

/** The answer, or the code of the refusal. */
const read = (fields: Readonly<Record<string, string>>): Promise<string> => {
  const token = signedToken({ permissions: ['notes:read'] });
  return client.read({ authorization: `Bearer ${token}`, ...fields });
};

describe('a call where services have keys', () => {
  it('carries the caller’s identity and that of the service through which they ask', async () => {
    expect(await read({ 'x-service-authorization': serviceAuthorization('tax') })).toBe('a!');
    expect(seenByGrpc.context).toMatchObject({ actorId: 'accountant', callingService: 'tax' });
  });

  it('may come through the gateway', async () => {
    expect(await read({ 'x-gateway-secret': gatewaySecret })).toBe('a!');
    expect(seenByGrpc.context?.callingService).toBeUndefined();
  });

  it('is refused from anybody else, whatever token they have', async () => {
    expect(await read({})).toBe('host.service_token_missing');
    expect(await read({ 'x-gateway-secret': 'x' })).toBe('host.service_token_missing');
  });

  it('is refused from a service that is not who it says', async () => {
    const forged = serviceAuthorization('tax', { key: 'notes' });
    expect(await read({ 'x-service-authorization': forged })).toBe('host.service_token_invalid');
    // Nor does the gateway's proof help it.
    expect(
      await read({ 'x-service-authorization': forged, 'x-gateway-secret': gatewaySecret }),
    ).toBe('host.service_token_invalid');
  });
});
