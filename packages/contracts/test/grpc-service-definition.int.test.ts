import { create, type MessageShape } from '@bufbuild/protobuf';
import {
  Server,
  ServerCredentials,
  credentials,
  makeClientConstructor,
  type Client,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { accountingCoreV1, toGrpcServiceDefinition } from '../src';

const {
  TransactionService,
  LedgerEntrySchema,
  GetTransactionRequestSchema,
  GetTransactionResponseSchema,
  ListEntriesRequestSchema,
  ListEntriesResponseSchema,
} = accountingCoreV1;
type GetTransactionRequest = MessageShape<typeof GetTransactionRequestSchema>;
type GetTransactionResponse = MessageShape<typeof GetTransactionResponseSchema>;
type ListEntriesRequest = MessageShape<typeof ListEntriesRequestSchema>;
type ListEntriesResponse = MessageShape<typeof ListEntriesResponseSchema>;

const definition = toGrpcServiceDefinition(TransactionService);

const implementation = {
  getTransaction: (
    call: ServerUnaryCall<GetTransactionRequest, GetTransactionResponse>,
    answer: sendUnaryData<GetTransactionResponse>,
  ): void => {
    answer(
      null,
      create(GetTransactionResponseSchema, {
        transaction: { transactionId: call.request.transactionId, version: 7n },
      }),
    );
  },
  listEntries: (call: ServerWritableStream<ListEntriesRequest, ListEntriesResponse>): void => {
    for (const entryNumber of [1, 2, 3]) {
      const value = create(LedgerEntrySchema, { entryNumber, balanceGel: '10.10' });
      call.write(create(ListEntriesResponseSchema, { part: { case: 'entry', value } }));
    }
    call.end();
  },
};

const bind = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });

describe('gRPC service definition', () => {
  const server = new Server();
  let client: Client;

  beforeAll(async () => {
    server.addService(definition, implementation);
    const port = await bind(server);
    client = new (makeClientConstructor(definition, 'TransactionService'))(
      `127.0.0.1:${String(port)}`,
      credentials.createInsecure(),
    );
  });

  afterAll(() => {
    client.close();
    server.forceShutdown();
  });

  const callUnary = (name: string, request: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const method = definition[name];
      if (method === undefined) throw new Error(`no method ${name}`);
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        (error: ServiceError | null, response: unknown) => {
          if (error === null) resolve(response);
          else reject(error);
        },
      );
    });

  it('carries a request and its answer of a unary method', async () => {
    const response = await callUnary(
      'getTransaction',
      create(GetTransactionRequestSchema, { transactionId: 'transaction-1' }),
    );

    expect(response).toEqual(
      create(GetTransactionResponseSchema, {
        transaction: { transactionId: 'transaction-1', version: 7n },
      }),
    );
  });

  it('carries every answer of a streaming method in order', async () => {
    const method = definition['listEntries'];
    if (method === undefined) throw new Error('no method listEntries');
    const call = client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      create(ListEntriesRequestSchema, { accountId: 'account-1' }),
    );
    const received: unknown[] = [];
    for await (const response of call) received.push((response as ListEntriesResponse).part.value);

    expect(received).toMatchObject([
      { entryNumber: 1, balanceGel: '10.10' },
      { entryNumber: 2, balanceGel: '10.10' },
      { entryNumber: 3, balanceGel: '10.10' },
    ]);
  });

  it('answers UNIMPLEMENTED for a method without an implementation', async () => {
    await expect(
      callUnary('draftTransaction', create(accountingCoreV1.DraftTransactionRequestSchema)),
    ).rejects.toMatchObject({ code: 12 });
  });

  it('keeps the names of the proto file on the wire', () => {
    expect(definition['getTransaction']).toMatchObject({
      path: '/accounting.core.v1.TransactionService/GetTransaction',
      requestStream: false,
      responseStream: false,
    });
    expect(definition['listEntries']).toMatchObject({ requestStream: false, responseStream: true });
  });
});
