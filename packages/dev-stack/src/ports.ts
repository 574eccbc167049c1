import { freePort, isPortFree } from '@accounting/postgres-server';
import { stackServices, type StackService } from './services';
import { StackError } from './stack-error';

export interface ServicePorts {
  readonly http: number;
  readonly grpc: number;
}

export interface StackPorts {
  readonly postgres: number;
  readonly services: ReadonlyMap<string, ServicePorts>;
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

const claim = async (
  taken: Map<number, string>,
  port: number,
  use: { readonly what: string; readonly variable: string },
): Promise<number> => {
  const other = taken.get(port) ?? ((await isPortFree(port)) ? undefined : 'another program');
  if (other !== undefined) {
    throw new StackError(
      `Port ${String(port)}, meant for ${use.what}, is in use by ${other}. Stop that, or choose ` +
        `another port: ${use.variable}=${String((port % 50_000) + 10_000)} npm start`,
    );
  }
  taken.set(port, use.what);
  return port;
};

/**
 * The ports of this start: the standard ones, or those that the environment names. Throws when one
 * is in use, with the variable that moves it. PostgreSQL takes a free one unless POSTGRES_PORT is
 * set.
 */
export const choosePorts = async (
  environment: Environment,
  services: readonly StackService[] = stackServices,
): Promise<StackPorts> => {
  const taken = new Map<number, string>();
  const chosen = new Map<string, ServicePorts>();
  for (const { name, httpPort, grpcPort } of services) {
    const [http, grpc] = [variableOf(name, 'HTTP'), variableOf(name, 'GRPC')];
    chosen.set(name, {
      http: await claim(taken, readPort(environment, http) ?? httpPort, {
        what: `the HTTP API of ${name}`,
        variable: http,
      }),
      grpc: await claim(taken, readPort(environment, grpc) ?? grpcPort, {
        what: `the gRPC API of ${name}`,
        variable: grpc,
      }),
    });
  }
  const postgres = readPort(environment, 'POSTGRES_PORT');
  return {
    postgres:
      postgres === undefined
        ? await freePort()
        : await claim(taken, postgres, { what: 'PostgreSQL', variable: 'POSTGRES_PORT' }),
    services: chosen,
  };
};
