import { Connection, createClient, createClientMetrics } from '@accounting/clients';
import { accountingCoreV1, toGrpcServiceDefinition } from '@accounting/contracts';
import { create } from '@bufbuild/protobuf';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { register } from 'prom-client';
import { inRounds, measureLoad, median, medianOf, medianRatio, type Measurement } from './measure';
import type { Result } from './report';
import type { Subject } from './subject';

const deadlineMs = 10_000;

/** One caller, or several: what a call takes, and what a process can make of them. */
const lanesAtOnce = 16;

type Call = () => Promise<unknown>;

const measureCalls = (call: Call, lanes: number): Promise<Measurement> =>
  measureLoad({ lanes, warmUpMs: 1500, measureMs: 4000 }, async () => {
    await call();
    return 1;
  });

/** What a service does to call another, with everything that its host adds. */
const throughClient = ({ service, headers, accountId }: CallSubject): Disposable => {
  const connection = new Connection({
    callee: 'accounting-core',
    target: `ipv4:${service.grpcAddress}`,
    metrics: createClientMetrics(register),
    logger: { info: () => undefined, warn: () => undefined },
  });
  const accounts = createClient(accountingCoreV1.AccountService, connection);
  const { signal } = new AbortController();
  return {
    call: () =>
      accounts.getAccount(
        { metadata: headers, deadlineAtMs: Date.now() + deadlineMs, signal },
        { accountId },
      ),
    close: () => {
      connection.close();
    },
  };
};

/** The same call with grpc-js alone. */
const bare = ({ service, headers, accountId }: CallSubject): Disposable => {
  const client = new Client(service.grpcAddress, credentials.createInsecure());
  const method = toGrpcServiceDefinition(accountingCoreV1.AccountService)['getAccount'];
  if (method === undefined) throw new Error('accounts can be read');
  const call: Call = () =>
    new Promise((resolve, reject) => {
      const metadata = new Metadata();
      for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        create(accountingCoreV1.GetAccountRequestSchema, { accountId }),
        metadata,
        { deadline: Date.now() + deadlineMs },
        (error, answer) => {
          if (error === null) resolve(answer);
          else reject(error);
        },
      );
    });
  return {
    call,
    close: () => {
      client.close();
    },
  };
};

interface Disposable {
  readonly call: Call;
  close(): void;
}

interface CallSubject {
  readonly service: { readonly grpcAddress: string };
  readonly headers: Readonly<Record<string, string>>;
  readonly accountId: string;
}

/** One account read over gRPC by another process, as services do it and with grpc-js alone. */
export const measureGrpcCall = async (subject: Subject): Promise<readonly Result[]> => {
  const { service, company, signToken } = subject;
  const callSubject: CallSubject = {
    service,
    headers: {
      authorization: `Bearer ${signToken(company.companyId)}`,
      'x-correlation-id': 'bench',
    },
    accountId: company.accountIds[0] ?? '',
  };
  const alone = bare(callSubject);
  const client = throughClient(callSubject);
  try {
    const rounds = await inRounds(async () => ({
      bare: await measureCalls(alone.call, 1),
      client: await measureCalls(client.call, 1),
      bareAtOnce: await measureCalls(alone.call, lanesAtOnce),
      clientAtOnce: await measureCalls(client.call, lanesAtOnce),
    }));
    const clients = medianOf(rounds.map((round) => round.client));
    const addedMs = rounds.map((round) => round.client.p50Ms - round.bare.p50Ms);
    const ratio = medianRatio(
      rounds,
      (round) => round.clientAtOnce,
      (round) => round.bareAtOnce,
    );
    return [
      {
        name: 'GetAccount over gRPC with grpc-js alone, one after another',
        ...medianOf(rounds.map((round) => round.bare)),
      },
      {
        name: 'GetAccount over gRPC as services call, one after another',
        ...clients,
      },
      {
        name: 'The same, p50',
        figure: { value: clients.p50Ms, unit: 'ms', atMost: 1 },
      },
      {
        name: 'Added by deadline, bulkhead, breaker and metrics, p50',
        figure: { value: median(addedMs), unit: 'ms' },
      },
      {
        name: `GetAccount over gRPC as services call, ${String(lanesAtOnce)} at once`,
        ...medianOf(rounds.map((round) => round.clientAtOnce)),
        ratio: { of: 'grpc-js alone', value: ratio, atLeast: 0.6 },
      },
    ];
  } finally {
    client.close();
    alone.close();
  }
};
