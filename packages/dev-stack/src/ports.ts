import { freePort, isPortFree } from '@accounting/server-processes';
import type { StackService } from './services';
import { StackError } from './stack-error';

/** Where a service listens. */
export interface ServicePorts {
  readonly http: number;
  readonly grpc: number;
}

/** Where the gateway listens for clients, for its configuration, and for probes. */
export interface GatewayPorts {
  readonly proxy: number;
  readonly admin: number;
  readonly status: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment variable that moves a port: `ACCOUNTING_CORE_HTTP_PORT`. */
const variableOf = (name: string, kind: 'HTTP' | 'GRPC'): string =>
  `${name.replaceAll('-', '_').toUpperCase()}_${kind}_PORT`;

const readPort = (environment: Environment, variable: string): number | undefined => {
  const text = environment[variable];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new StackError(`${variable} must be a port from 1 to 65535, and is "${text}".`);
  }
  return port;
};

const gatewayPorts = {
  proxy: { variable: 'GATEWAY_PORT', port: 8000, what: 'the gateway' },
  admin: { variable: 'GATEWAY_ADMIN_PORT', port: 8100, what: 'the configuration of the gateway' },
  status: { variable: 'GATEWAY_STATUS_PORT', port: 8107, what: 'the metrics of the gateway' },
} as const;

/**
 * The ports of one start: the standard ones, or those that the environment names. Throws a
 * `StackError` when one is in use, with the variable that moves it.
 */
export class PortChoice {
  private readonly taken = new Map<number, string>();

  constructor(private readonly environment: Environment) {}

  /** By the names of the services. */
  async ofServices(services: readonly StackService[]): Promise<ReadonlyMap<string, ServicePorts>> {
    const chosen = new Map<string, ServicePorts>();
    for (const { name, httpPort, grpcPort } of services) {
      const [http, grpc] = [variableOf(name, 'HTTP'), variableOf(name, 'GRPC')];
      chosen.set(name, {
        http: await this.claim({ variable: http, port: httpPort, what: `the HTTP API of ${name}` }),
        grpc: await this.claim({ variable: grpc, port: grpcPort, what: `the gRPC API of ${name}` }),
      });
    }
    return chosen;
  }

  async ofGateway(): Promise<GatewayPorts> {
    return {
      proxy: await this.claim(gatewayPorts.proxy),
      admin: await this.claim(gatewayPorts.admin),
      status: await this.claim(gatewayPorts.status),
    };
  }

  /** A free one unless its variable is set, such as POSTGRES_PORT. */
  async ofServer(what: 'PostgreSQL' | 'Kafka' | 'Redis'): Promise<number> {
    const variable = `${what === 'PostgreSQL' ? 'POSTGRES' : what.toUpperCase()}_PORT`;
    const port = readPort(this.environment, variable);
    if (port === undefined) return freePort();
    return this.claim({ variable, port, what });
  }

  private async claim(use: {
    readonly variable: string;
    readonly port: number;
    readonly what: string;
  }): Promise<number> {
    const port = readPort(this.environment, use.variable) ?? use.port;
    const other =
      this.taken.get(port) ?? ((await isPortFree(port)) ? undefined : 'another program');
    if (other !== undefined) {
      throw new StackError(
        `Port ${String(port)}, meant for ${use.what}, is in use by ${other}. Stop that, or ` +
          `choose another port: ${use.variable}=${String((port % 50_000) + 10_000)} npm start`,
      );
    }
    this.taken.set(port, use.what);
    return port;
  }
}
