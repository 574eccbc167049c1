import { createServer, type Server } from 'node:net';
import { freePort } from '@accounting/server-processes';
import { PortChoice } from '../src/ports';

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
    const choice = new PortChoice(chosen);
    expect((await choice.ofServices(services)).get('accounting-core')).toEqual({
      http: Number(chosen.ACCOUNTING_CORE_HTTP_PORT),
      grpc: Number(chosen.ACCOUNTING_CORE_GRPC_PORT),
    });
    expect(await choice.ofServer('PostgreSQL')).toBeGreaterThan(0);
  });

  it('are the standard ones where the environment names none, or names nothing', async () => {
    const [httpPort, grpcPort] = [await freePort(), await freePort()];
    const choice = new PortChoice({ ACCOUNTING_CORE_HTTP_PORT: '' });
    const ports = await choice.ofServices([{ name: 'accounting-core', httpPort, grpcPort }]);
    expect(ports.get('accounting-core')).toEqual({ http: httpPort, grpc: grpcPort });
  });

  it('include the one of PostgreSQL where it is named', async () => {
    const port = await freePort();
    expect(await new PortChoice({ POSTGRES_PORT: String(port) }).ofServer('PostgreSQL')).toBe(port);
  });

  it('include three for the gateway', async () => {
    const [proxy, admin, status] = [await freePort(), await freePort(), await freePort()];
    const choice = new PortChoice({
      GATEWAY_PORT: String(proxy),
      GATEWAY_ADMIN_PORT: String(admin),
      GATEWAY_STATUS_PORT: String(status),
    });
    expect(await choice.ofGateway()).toEqual({ proxy, admin, status });
  });

  it('name a busy one, what it is for and the variable that moves it', async () => {
    const chosen = await environment();
    await occupy(Number(chosen.ACCOUNTING_CORE_GRPC_PORT));
    await expect(new PortChoice(chosen).ofServices(services)).rejects.toThrow(
      new RegExp(
        `Port ${chosen.ACCOUNTING_CORE_GRPC_PORT}, meant for the gRPC API of accounting-core, ` +
          'is in use by another program.*ACCOUNTING_CORE_GRPC_PORT=\\d+ npm start',
      ),
    );
  });

  it('refuse one port for two purposes', async () => {
    const port = String(await freePort());
    const choice = new PortChoice({
      ACCOUNTING_CORE_HTTP_PORT: port,
      ACCOUNTING_CORE_GRPC_PORT: port,
    });
    await expect(choice.ofServices(services)).rejects.toThrow(
      'is in use by the HTTP API of accounting-core',
    );
  });

  it.each(['0', '65536', 'http', '80.5', '-1'])('refuse "%s", which is no port', async (port) => {
    await expect(new PortChoice({ POSTGRES_PORT: port }).ofServer('PostgreSQL')).rejects.toThrow(
      `POSTGRES_PORT must be a port from 1 to 65535, and is "${port}"`,
    );
  });
});
