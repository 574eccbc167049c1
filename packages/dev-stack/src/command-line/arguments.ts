import { parseArgs } from 'node:util';
import { StackError } from '../stack-error';

export interface StartArguments {
  /** Throw away what earlier starts left. */
  readonly fresh: boolean;
  /** Book the month, print the result, stop and exit. */
  readonly once: boolean;
  readonly help: boolean;
}

/** What `npm start -- --help` prints. */
export const usage = [
  'npm start                 start everything and book the demonstration month',
  'npm start -- --once       the same, then stop and exit',
  'npm start -- --fresh      throw away the data of earlier starts first',
  '',
  'Environment:',
  '  GATEWAY_PORT               port of the gateway, 8000 unless set',
  '  GATEWAY_ADMIN_PORT         port of its configuration, 8100 unless set',
  '  GATEWAY_STATUS_PORT        port of its metrics, 8107 unless set',
  '  COMPLIANCE_HTTP_PORT       port of the HTTP API of compliance, 8006 unless set',
  '  COMPLIANCE_GRPC_PORT       port of its gRPC API, 9006 unless set',
  '  ACCOUNTING_CORE_HTTP_PORT  port of the HTTP API of accounting-core, 8001 unless set',
  '  ACCOUNTING_CORE_GRPC_PORT  port of its gRPC API, 9001 unless set',
  '  TAX_HTTP_PORT              port of the HTTP API of tax, 8002 unless set',
  '  TAX_GRPC_PORT              port of its gRPC API, 9002 unless set',
  '  POSTGRES_PORT              port of PostgreSQL, a free one unless set',
  '  EVENT_BUS                  kafka: facts go through a Kafka that is started, too',
  '  KAFKA_PORT                 port of that Kafka, a free one unless set',
  '  KAFKA_BROKERS              another Kafka to use, with the settings KAFKA_… of the services',
  '  TOKEN_STORE                redis: tokens are kept in a Redis that is started, too',
  '  REDIS_PORT                 port of that Redis, a free one unless set',
  '  REDIS_URL                  another Redis to use, with REDIS_CA where it needs one',
  '  ACCOUNTING_DATA_FOLDER     where data is kept, .data unless set',
].join('\n');

/** Reads the arguments of `npm start`. Throws a `StackError` that shows the usage on any other. */
export const readArguments = (programArguments: readonly string[]): StartArguments => {
  try {
    const { values } = parseArgs({
      args: [...programArguments],
      options: {
        fresh: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new StackError(`${(error as Error).message}\n\n${usage}`);
  }
};
