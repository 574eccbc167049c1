import { randomUUID } from 'node:crypto';
import { toGrpcServiceDefinition } from '@accounting/contracts';
import type { ActorId, CompanyId } from '@accounting/kernel';
import { startService } from '@accounting/service-host';
import { signedToken } from '@accounting/testing';
import {
  create,
  type DescMessage,
  type DescMethod,
  type DescService,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { Client, credentials, Metadata, type CallOptions } from '@grpc/grpc-js';
import { accountingCore } from '../../../src/service';
import {
  allPermissions,
  createLedgerDatabases,
  dropLedgerDatabases,
  environmentFor,
} from '../http/started-ledger';

export const companyId = '0192f0c1-0000-7000-8000-000000000001' as CompanyId;

/** How one call differs from that of an accountant who may do everything. */
export interface CallChanges {
  /** `undefined` sends none; a new one unless said otherwise. */
  readonly idempotencyKey?: string | undefined;
  readonly token?: string;
  readonly actor?: string;
  readonly deadline?: number;
}

const metadataOf = (changes: CallChanges): Metadata => {
  const metadata = new Metadata();
  const actorId = (changes.actor ?? 'giorgi') as ActorId;
  const token = changes.token ?? signedToken({ actorId, companyId, permissions: allPermissions });
  metadata.set('authorization', `Bearer ${token}`);
  metadata.set('x-correlation-id', 'e2e');
  const key = 'idempotencyKey' in changes ? changes.idempotencyKey : randomUUID();
  if (key !== undefined) metadata.set('idempotency-key', key);
  return metadata;
};

const optionsOf = ({ deadline }: CallChanges): CallOptions =>
  deadline === undefined ? {} : { deadline };

type MethodOf<Input extends DescMessage, Output extends DescMessage> = DescMethod & {
  readonly input: Input;
  readonly output: Output;
};

/** Calls the methods of a service that listens, as another service would. */
export class LedgerClient {
  private readonly client: Client;

  constructor(address: string) {
    this.client = new Client(address, credentials.createInsecure());
  }

  call<Input extends DescMessage, Output extends DescMessage>(
    method: MethodOf<Input, Output>,
    request: MessageInitShape<Input>,
    changes: CallChanges = {},
  ): Promise<MessageShape<Output>> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(...callOf(method, request, changes), (error, response) => {
        if (error === null) resolve(response as MessageShape<Output>);
        else reject(error);
      });
    });
  }

  stream<Input extends DescMessage, Output extends DescMessage>(
    method: MethodOf<Input, Output>,
    request: MessageInitShape<Input>,
    changes: CallChanges = {},
  ) {
    const call = this.client.makeServerStreamRequest(...callOf(method, request, changes));
    return {
      cancel: () => call.cancel(),
      messages: call as AsyncIterable<MessageShape<Output>>,
    };
  }

  close(): void {
    this.client.close();
  }
}

const definitionOf = (method: DescMethod) => {
  const definition = toGrpcServiceDefinition(method.parent satisfies DescService)[method.localName];
  if (definition === undefined) throw new Error(`no method ${method.localName}`);
  return definition;
};

/** What a call of either kind is made with. */
const callOf = <Input extends DescMessage, Output extends DescMessage>(
  method: MethodOf<Input, Output>,
  request: MessageInitShape<Input>,
  changes: CallChanges,
) => {
  const { path, requestSerialize, responseDeserialize } = definitionOf(method);
  const message = create(method.input, request);
  const settings = [metadataOf(changes), optionsOf(changes)] as const;
  return [path, requestSerialize, responseDeserialize, message, ...settings] as const;
};

/** The whole service on databases of its own, on free ports. */
export interface RunningLedger {
  readonly client: LedgerClient;
  /** What it has logged so far, line by line. */
  readonly log: readonly string[];
  stop(): Promise<readonly string[]>;
}

export const startLedgerService = async (): Promise<RunningLedger> => {
  const databases = await createLedgerDatabases();
  const log: string[] = [];
  const service = await startService(accountingCore, {
    environment: { ...environmentFor(databases), LOG_LEVEL: 'info' },
    overrides: { logStream: { write: (line) => void log.push(line) } },
  });
  const client = new LedgerClient(service.grpcAddress);
  return {
    client,
    log,
    stop: async () => {
      client.close();
      const abandoned = await service.stop();
      await dropLedgerDatabases(databases);
      return abandoned;
    },
  };
};

interface StatusError {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** What a refused call says: its status, our code, and each mistake with its field. */
export const refusalOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => {
      throw new Error('expected a refusal');
    },
    (thrown: unknown) => thrown as StatusError,
  );
  const jsonIn = (name: string): unknown => {
    const [bytes] = error.metadata.get(name);
    return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as unknown);
  };
  return {
    status: error.code,
    code: error.metadata.get('error-code')[0],
    correlationId: error.metadata.get('correlation-id')[0],
    violations: (jsonIn('violations-bin') ?? []) as readonly {
      readonly field: string;
      readonly code: string;
    }[],
    details: jsonIn('details-bin'),
  };
};
