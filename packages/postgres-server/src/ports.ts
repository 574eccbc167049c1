import { createServer, type AddressInfo } from 'node:net';

const tryListening = (port: number, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const bound = (server.address() as AddressInfo).port;
      server.close(() => resolve(bound));
    });
  });

/** A TCP port of the loopback interface on which nothing listens at this moment. */
export const freePort = async (): Promise<number> => {
  const port = await tryListening(0, '127.0.0.1');
  if (port === undefined) throw new Error('No free TCP port on 127.0.0.1.');
  return port;
};

/** Whether something could listen on the port now, on the loopback interface and on all of them. */
export const isPortFree = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    if ((await tryListening(port, host)) === undefined) return false;
  }
  return true;
};
