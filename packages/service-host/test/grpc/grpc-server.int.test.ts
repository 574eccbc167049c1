import { once } from 'node:events';
import { toGrpcServiceDefinition } from '@accounting/contracts';
import { signedToken } from '@accounting/testing';
import { create } from '@bufbuild/protobuf';
import { StringValueSchema, type StringValue } from '@bufbuild/protobuf/wkt';
import {
  Client,
  credentials,
  Metadata,
  status,
  type ClientReadableStream,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { grpcService, startService } from '../../src';
import { noteServiceDescriptor, seenByGrpc } from '../fixtures/notes-grpc';
import { notesService } from '../fixtures/notes-service';
import { startNotes, testEnvironment, type StartedNotes } from '../fixtures/start-notes';
import { unusedStorage } from '../fixtures/unused-storage';

type Method = MethodDefinition<StringValue, StringValue>;
const methods = toGrpcServiceDefinition(noteServiceDescriptor) as unknown as Record<string, Method>;

let service: StartedNotes;
let client: Client;

beforeAll(async () => {
  service = await startNotes({ REQUEST_TIMEOUT_MS: '9000' });
  client = new Client(service.grpcAddress, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await service.stop();
});

const metadataOf = (fields: Readonly<Record<string, string>>): Metadata => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  return metadata;
};

const allowed = (fields: Readonly<Record<string, string>> = {}): Metadata =>
  metadataOf({
    authorization: `Bearer ${signedToken({ permissions: ['notes:read', 'notes:write'] })}`,
    ...fields,
  });

const call = (
  name: string,
  value: string,
  metadata: Metadata = allowed(),
  options: { readonly deadline?: number } = {},
): Promise<string> =>
  new Promise((resolve, fail) => {
    const { path, requestSerialize, responseDeserialize } = methods[name] as Method;
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      create(StringValueSchema, { value }),
      metadata,
      options,
      (error, answer) => {
        if (error === null) resolve(answer?.value ?? '');
        else fail(error);
      },
    );
  });

/** Sends bytes that no client of ours would make a message of. */
const callWithBytes = (name: string, bytes: Buffer, metadata = allowed()): Promise<unknown> => {
  const { path, responseDeserialize, responseStream } = methods[name] as Method;
  const asTheyAre = (value: Buffer): Buffer => value;
  if (responseStream) {
    return client
      .makeServerStreamRequest(path, asTheyAre, responseDeserialize, bytes, metadata)
      .toArray();
  }
  return new Promise((resolve, fail) => {
    client.makeUnaryRequest(
      path,
      asTheyAre,
      responseDeserialize,
      bytes,
      metadata,
      (error, answer) => (error === null ? resolve(answer) : fail(error)),
    );
  });
};

const failureOf = async (pending: Promise<unknown>): Promise<ServiceError> => {
  try {
    await pending;
  } catch (error) {
    return error as ServiceError;
  }
  throw new Error('It was answered.');
};

const trailing = (error: ServiceError, name: string): string | undefined =>
  error.metadata.get(name)[0]?.toString();

describe('a unary call', () => {
  it('is answered, under the correlation id that was sent', async () => {
    expect(await call('readNote', 'a', allowed({ 'x-correlation-id': 'c-7' }))).toBe('a!');
    expect(seenByGrpc.context).toMatchObject({
      correlationId: 'c-7',
      actorId: 'accountant',
      companyId: '0192f0c1-0000-7000-8000-000000000001',
    });
    expect(service.logged()).toContainEqual(
      expect.objectContaining({
        msg: 'call',
        correlationId: 'c-7',
        grpcMethod: 'notes.v1.NoteService/ReadNote',
        grpcCode: 'OK',
        actorId: 'accountant',
      }),
    );
  });

  it('needs a token', async () => {
    const error = await failureOf(call('readNote', 'a', new Metadata()));
    expect([error.code, trailing(error, 'error-code')]).toEqual([
      status.UNAUTHENTICATED,
      'host.token_missing',
    ]);
  });

  it('needs the permission that its method declares', async () => {
    const reader = metadataOf({
      authorization: `Bearer ${signedToken({ permissions: ['notes:read'] })}`,
      'idempotency-key': 'k1',
    });
    const error = await failureOf(call('writeNote', 'a', reader));
    expect(error.code).toBe(status.PERMISSION_DENIED);
    expect(error.details).toContain('"notes:write"');
  });

  it('needs an idempotency key when its method changes state', async () => {
    const error = await failureOf(call('writeNote', 'a'));
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(JSON.parse(trailing(error, 'violations-bin') ?? '')).toMatchObject([
      { field: 'Idempotency-Key', code: 'host.field_missing' },
    ]);
  });

  it('hands on key and request hash, which differs with the request', async () => {
    const hashOf = async (value: string) => {
      await call('writeNote', value, allowed({ 'idempotency-key': 'k1' }));
      expect(seenByGrpc.context?.idempotency?.key).toBe('k1');
      return seenByGrpc.context?.idempotency?.requestHash;
    };
    const first = await hashOf('a');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf('a')).toBe(first);
    expect(await hashOf('b')).not.toBe(first);
  });

  it('fails with code, violations and details in its trailing metadata', async () => {
    const error = await failureOf(call('readNote', 'ცარიელი'));
    expect([error.code, error.details]).toEqual([status.FAILED_PRECONDITION, 'ჩანაწერი ცარიელია.']);
    expect(trailing(error, 'error-code')).toBe('notes.empty');
    expect(JSON.parse(trailing(error, 'violations-bin') ?? '')).toEqual([
      { field: 'value', code: 'notes.empty', message: 'ჩანაწერი ცარიელია.' },
    ]);
    expect(JSON.parse(trailing(error, 'details-bin') ?? '')).toEqual({ noteId: 'ნ1' });
  });

  it('says nothing of a defect but the correlation id', async () => {
    const error = await failureOf(
      call('readNote', 'defect', allowed({ 'x-correlation-id': 'd-1' })),
    );
    expect([error.code, trailing(error, 'correlation-id')]).toEqual([status.INTERNAL, 'd-1']);
    expect(error.details).not.toContain('hunter2');
    const line = service.logged().find((logged) => logged['correlationId'] === 'd-1');
    expect((line?.['err'] as { stack: string }).stack).toContain('notes-grpc.ts');
  });

  it('tells its work when the deadline of the caller passes', async () => {
    const error = await failureOf(
      call('readNote', 'wait', allowed(), { deadline: Date.now() + 200 }),
    );
    expect(error.code).toBe(status.DEADLINE_EXCEEDED);
    await eventually(() => seenByGrpc.context?.signal.aborted === true);
  });

  it('is measured by service, method and code', async () => {
    const text = await (await fetch(`${service.httpUrl}/metrics`)).text();
    const labels = 'grpc_service="notes.v1.NoteService",grpc_method="ReadNote",grpc_code="OK"';
    expect(text).toContain(`grpc_server_handling_seconds_count{service="notes",${labels}}`);
  });
});

describe('a request that cannot be read', () => {
  const noMessage = Buffer.from([0x0a, 0xff, 0x01]);

  it.each(['readNote', 'writeNote', 'listNotes'])(
    'is a mistake of the caller, named as such: %s',
    async (name) => {
      const metadata = allowed({ 'idempotency-key': 'k1', 'x-correlation-id': 'c-1' });
      const error = await failureOf(callWithBytes(name, noMessage, metadata));
      expect([error.code, trailing(error, 'error-code')]).toEqual([
        status.INVALID_ARGUMENT,
        'host.malformed_message',
      ]);
      expect(JSON.parse(trailing(error, 'violations-bin') ?? '')).toMatchObject([
        { field: 'request', code: 'host.malformed_message' },
      ]);
      expect(trailing(error, 'correlation-id')).toBe('c-1');
    },
  );

  it('is told so only to those who may call', async () => {
    const error = await failureOf(callWithBytes('readNote', noMessage, new Metadata()));
    expect(error.code).toBe(status.UNAUTHENTICATED);
  });

  it('because it is too large is told both sizes', async () => {
    const error = await failureOf(callWithBytes('readNote', Buffer.alloc(5_000_000)));
    expect([error.code, error.details]).toEqual([
      status.RESOURCE_EXHAUSTED,
      'Received message larger than max (5000000 vs 4194304)',
    ]);
  });
});

describe('a unary call without a deadline', () => {
  it('is given up after the request timeout', async () => {
    const impatient = await startNotes({
      REQUEST_TIMEOUT_MS: '150',
      DATABASE_STATEMENT_TIMEOUT_MS: '100',
    });
    const itsClient = new Client(impatient.grpcAddress, credentials.createInsecure());
    const usual = client;
    client = itsClient;
    const error = await failureOf(call('readNote', 'wait'));
    client = usual;
    expect([error.code, trailing(error, 'error-code')]).toEqual([
      status.DEADLINE_EXCEEDED,
      'host.request_timed_out',
    ]);
    itsClient.close();
    await impatient.stop();
  });
});

const eventually = async (isTrue: () => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 200 && !isTrue(); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(isTrue()).toBe(true);
};

describe('a stream of answers', () => {
  const list = (count: string, metadata = allowed()): ClientReadableStream<StringValue> => {
    const { path, requestSerialize, responseDeserialize } = methods['listNotes'] as Method;
    return client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      create(StringValueSchema, { value: count }),
      metadata,
    );
  };

  it('arrives whole and in order', async () => {
    const notes = (await list('250').toArray()) as StringValue[];
    expect(notes.map(({ value }) => value.length)).toEqual(notes.map(() => 1_000));
    expect(notes).toHaveLength(250);
  });

  it('needs a token', async () => {
    const error = await failureOf(list('1', new Metadata()).toArray());
    expect(error.code).toBe(status.UNAUTHENTICATED);
  });

  it('fails where it breaks, after what was sent before', async () => {
    let received = 0;
    const stream = list('4');
    stream.on('data', () => (received += 1));
    const error = await new Promise<ServiceError>((resolve) =>
      stream.on('error', resolve as never),
    );
    expect([error.code, trailing(error, 'error-code'), received]).toEqual([
      status.INTERNAL,
      'notes.torn',
      3,
    ]);
  });

  it('is produced no faster than it is read, and ends when the caller leaves', async () => {
    seenByGrpc.produced = 0;
    seenByGrpc.finished = 0;
    const stream = list('100000');
    await new Promise((resolve) => stream.once('data', resolve));
    stream.pause();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { produced } = seenByGrpc;
    expect(produced).toBeLessThan(2_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seenByGrpc.produced).toBe(produced);
    stream.on('error', () => undefined);
    stream.cancel();
    await eventually(() => seenByGrpc.finished === 1);
    expect(seenByGrpc.context?.signal.aborted).toBe(true);
  });
});

describe('the standard services', () => {
  const unary = (path: string, method: MethodDefinition<object, object>, request: object) =>
    new Promise<unknown>((resolve, fail) => {
      client.makeUnaryRequest(
        path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        (error, answer) => {
          if (error === null) resolve(answer);
          else fail(error);
        },
      );
    });

  it('tell the health of the server and of each service, without a token', async () => {
    const loaded = loadSync(protoPath, { enums: String });
    const health = loaded['grpc.health.v1.Health'] as Record<
      string,
      MethodDefinition<object, object>
    >;
    const check = health['Check'] as MethodDefinition<object, object>;
    expect(await unary(check.path, check, {})).toEqual({ status: 'SERVING' });
    expect(await unary(check.path, check, { service: 'notes.v1.NoteService' })).toEqual({
      status: 'SERVING',
    });
  });

  it('describe the services by reflection', async () => {
    const folder = require
      .resolve('@grpc/reflection')
      .replace(/build.*$/, 'build/proto/grpc/reflection/v1/reflection.proto');
    const loaded = loadSync(folder, { oneofs: true });
    const reflection = loaded['grpc.reflection.v1.ServerReflection'] as Record<
      string,
      MethodDefinition<object, object>
    >;
    const method = reflection['ServerReflectionInfo'] as MethodDefinition<object, object>;
    const stream = client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
    );
    const ask = async (question: object): Promise<unknown> => {
      const answer = once(stream, 'data');
      stream.write(question);
      return (await answer)[0];
    };
    const listed = await ask({ listServices: '' });
    const described = await ask({ fileContainingSymbol: 'notes.v1.NoteService' });
    const health = await ask({ fileContainingSymbol: 'grpc.health.v1.Health' });
    stream.end();
    expect(listed).toMatchObject({
      listServicesResponse: {
        service: [{ name: 'notes.v1.NoteService' }, { name: 'grpc.health.v1.Health' }],
      },
    });
    const files = expect.arrayContaining([expect.any(Buffer)]) as Buffer[];
    const isDescribed = { fileDescriptorResponse: { fileDescriptorProto: files } };
    expect([described, health]).toMatchObject([isDescribed, isDescribed]);
  });
});

describe('a method that changes something', () => {
  it('is not served without a look at its key, under which callers repeat it', async () => {
    const handle = () => Promise.reject(new Error('not called'));
    const forgetful = grpcService(noteServiceDescriptor, {
      readNote: { permission: 'notes:read', handle },
      writeNote: { permission: 'notes:write', handle },
      listNotes: {
        permission: 'notes:read',
        async *handle() {
          yield await handle();
        },
      },
    });
    const starting = startService(
      { ...notesService, build: () => ({ routes: [], grpc: [forgetful] }) },
      {
        environment: testEnvironment,
        overrides: { storage: unusedStorage(), logStream: { write: () => undefined } },
      },
    );
    await expect(starting).rejects.toThrow('WriteNote changes something and is idempotent');
  });
});
