import { createServer, type Server } from 'node:net';
import { freePort } from '@accounting/postgres-server';
import { choosePorts } from '../src/ports';

const services = [{ name: 'accounting-core', httpPort: 8001, grpcPort: 9001 }];
let server: Server | undefined;

const occupy = async (port: number): Promise<void> => {
  server = createServer();
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
};

afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)));
  server = undefined;
});

const environment = async () => ({
  ACCOUNTING_CORE_HTTP_PORT: String(await freePort()),
  ACCOUNTING_CORE_GRPC_PORT: String(await freePort()),
});

describe('the ports of the stack', () => {
  it('are those that the environment names, and a free one for PostgreSQL', async () => {
    const chosen = await environment();
    const ports = await choosePorts(chosen, services);
    expect(ports.services.get('accounting-core')).toEqual({
      http: Number(chosen.ACCOUNTING_CORE_HTTP_PORT),
      grpc: Number(chosen.ACCOUNTING_CORE_GRPC_PORT),
    });
    expect(ports.postgres).toBeGreaterThan(0);
  });

  it('are the standard ones where the environment names none, or names nothing', async () => {
    const [httpPort, grpcPort] = [await freePort(), await freePort()];
    const ports = await choosePorts({ ACCOUNTING_CORE_HTTP_PORT: '' }, [
      { name: 'accounting-core', httpPort, grpcPort },
    ]);
    expect(ports.services.get('accounting-core')).toEqual({ http: httpPort, grpc: grpcPort });
  });

  it('include the one of PostgreSQL where it is named', async () => {
    const port = await freePort();
    expect((await choosePorts({ POSTGRES_PORT: String(port) }, [])).postgres).toBe(port);
  });

  it('name a busy one, what it is for and the variable that moves it', async () => {
    const chosen = await environment();
    await occupy(Number(chosen.ACCOUNTING_CORE_GRPC_PORT));
    await expect(choosePorts(chosen, services)).rejects.toThrow(
      new RegExp(
        `Port ${chosen.ACCOUNTING_CORE_GRPC_PORT}, meant for the gRPC API of accounting-core, ` +
          'is in use by another program.*ACCOUNTING_CORE_GRPC_PORT=\\d+ npm start',
      ),
    );
  });

  it('refuse one port for two purposes', async () => {
    const port = String(await freePort());
    await expect(
      choosePorts({ ACCOUNTING_CORE_HTTP_PORT: port, ACCOUNTING_CORE_GRPC_PORT: port }, services),
    ).rejects.toThrow('is in use by the HTTP API of accounting-core');
  });

  it.each(['0', '65536', 'http', '80.5', '-1'])('refuse "%s", which is no port', async (port) => {
    await expect(choosePorts({ POSTGRES_PORT: port }, [])).rejects.toThrow(
      `POSTGRES_PORT must be a port from 1 to 65535, and is "${port}"`,
    );
  });
});
