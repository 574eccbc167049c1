import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Opens a port on an address; 0 takes a free one. Rejects when it is taken. */
export const listen = (server: Server, host: string, port: number): Promise<string> =>
  new Promise((resolve, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      const { port: opened } = server.address() as AddressInfo;
      resolve(`http://${host}:${opened}`);
    });
  });

/** Takes no new connection, lets requests end for so long, then cuts what is left. */
export const drain = (server: Server, timeoutMs: number): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(() => {
      server.closeAllConnections();
    }, timeoutMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
