import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import {
  Server,
  ServerCredentials,
  credentials,
  makeClientConstructor,
  type Client,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { dirname, join } from 'node:path';
import { accountingCoreV1, toReflectionPackage } from '../src';

interface ReflectionAnswer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
}

const reflectionMethod = () => {
  const folder = dirname(require.resolve('@grpc/reflection/package.json'));
  const loaded = loadSync(join(folder, 'build/proto/grpc/reflection/v1/reflection.proto'));
  const service = loaded['grpc.reflection.v1.ServerReflection'];
  if (service === undefined || 'format' in service) throw new Error('no reflection service');
  const method = service['ServerReflectionInfo'];
  if (method === undefined) throw new Error('no reflection method');
  return { service, method };
};

describe('reflection package', () => {
  const server = new Server();
  const { service, method } = reflectionMethod();
  let client: Client;

  beforeAll(async () => {
    new ReflectionService(
      toReflectionPackage([accountingCoreV1.AccountService, accountingCoreV1.TransactionService]),
    ).addToServer(server);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    client = new (makeClientConstructor(service, 'ServerReflection'))(
      `127.0.0.1:${String(port)}`,
      credentials.createInsecure(),
    );
  });

  afterAll(() => {
    client.close();
    server.forceShutdown();
  });

  const ask = async (question: object): Promise<ReflectionAnswer> => {
    const call = client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
    );
    call.write(question);
    call.end();
    for await (const answer of call) return answer as ReflectionAnswer;
    throw new Error('no answer');
  };

  it('lists the services', async () => {
    const answer = await ask({ listServices: '*' });

    expect(answer.listServicesResponse?.service.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'accounting.core.v1.AccountService',
        'accounting.core.v1.TransactionService',
      ]),
    );
  });

  it('hands out the file of a message with the files that it needs', async () => {
    const answer = await ask({ fileContainingSymbol: 'accounting.core.v1.LedgerEntry' });
    const names = answer.fileDescriptorResponse?.fileDescriptorProto.map(
      (bytes) => fromBinary(FileDescriptorProtoSchema, bytes).name,
    );

    expect(names).toEqual([
      'accounting/core/v1/transaction_service.proto',
      'accounting/core/v1/transaction.proto',
      'accounting/core/v1/account.proto',
    ]);
  });
});
