import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import { gatewaySecret, neighbourSettings } from '../fixtures/trusted-parties';

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

const asItIs = (bytes: Buffer): Buffer => bytes;

/** What a call without a message is answered: a status, `OK` when it is an answer. */
const statusOf = (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  return new Promise((resolve) => {
    const answer = (error: ServiceError | null): void => {
      resolve(status[error?.code ?? status.OK]);
    };
    const deadline = Date.now() + 5_000;
    client.makeUnaryRequest(path, asItIs, asItIs, Buffer.alloc(0), metadata, { deadline }, answer);
  });
};

const health = '/grpc.health.v1.Health/Check';
const reflection = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const gateway = { 'x-gateway-secret': gatewaySecret };

describe('what is for the machines around a service', () => {
  it('is there for them', async () => {
    expect(await statusOf(health, {})).toBe('OK');
    expect(await statusOf(health, { 'x-gateway-secret': 'another' })).toBe('OK');
  });

  it.each([health, reflection, '/grpc.health.v1.Health/Watch'])(
    'is not there through the gateway: %s',
    async (path) => {
      expect(await statusOf(path, gateway)).toBe('UNIMPLEMENTED');
    },
  );

  it('is not told apart from what never was there', async () => {
    expect(await statusOf('/notes.v1.Other/Get', gateway)).toBe('UNIMPLEMENTED');
    expect(await statusOf('/notes.v1.NoteService/Other', gateway)).toBe('UNIMPLEMENTED');
  });

  it('keeps nothing from the services themselves', async () => {
    expect(await statusOf('/notes.v1.NoteService/ReadNote', gateway)).toBe('UNAUTHENTICATED');
  });
});
