import { createServer, type AddressInfo } from 'node:net';

/** The port that was listened on, or `undefined` when the system does not allow it now. */
const tryListening = (port: number, host: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const bound = (server.address() as AddressInfo).port;
      server.close(() => resolve(bound));
    });
  });

/** A TCP port of the loopback interface on which nothing listens at this moment. */
export const freePort = async (): Promise<number> => (await tryListening(0, '127.0.0.1')) as number;

/** Whether something could listen on the port now, on the loopback interface and on all of them. */
export const isPortFree = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    if ((await tryListening(port, host)) === undefined) return false;
  }
  return true;
};
