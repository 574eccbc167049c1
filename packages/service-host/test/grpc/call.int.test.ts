import { toGrpcServiceDefinition } from '@accounting/contracts';
import { signedToken } from '@accounting/testing';
import { create } from '@bufbuild/protobuf';
import { StringValueSchema, type StringValue } from '@bufbuild/protobuf/wkt';
import { Client, credentials, Metadata, type MethodDefinition } from '@grpc/grpc-js';
import { noteServiceDescriptor, seenByGrpc } from '../fixtures/notes-grpc';
import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import {
  gatewaySecret,
  neighbourSettings,
  serviceAuthorization,
} from '../fixtures/trusted-parties';

type Method = MethodDefinition<StringValue, StringValue>;
const methods = toGrpcServiceDefinition(noteServiceDescriptor) as unknown as Record<string, Method>;

let service: StartedNotes;
let client: Client;
beforeAll(async () => {
  service = await startNotes(neighbourSettings);
  client = new Client(service.grpcAddress, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await service.stop();
});

/** The answer, or the code of the refusal. */
const read = (fields: Readonly<Record<string, string>>): Promise<unknown> => {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${signedToken({ permissions: ['notes:read'] })}`);
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  const { path, requestSerialize, responseDeserialize } = methods['readNote'] as Method;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      create(StringValueSchema, { value: 'a' }),
      metadata,
      (error, answer) => {
        resolve(error === null ? answer?.value : error.metadata.get('error-code')[0]);
      },
    );
  });
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
