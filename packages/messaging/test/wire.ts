import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP connection to a server, on which a test can interfere. */
export interface Wire {
  readonly port: number;
  /** From now on nothing comes through, in either direction, and nobody is told. */
  silence(): void;
  /** New bytes come through again; what was sent meanwhile is lost. */
  restore(): void;
  /** Ends the connections that are open; new ones are taken. */
  cut(): void;
  close(): Promise<void>;
}

/** Leads from a port of its own, or the one given, to a server on this machine. */
export const openWire = async (toPort: number, port = 0): Promise<Wire> => {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(toPort, '127.0.0.1');
    const pairs = [
      [client, upstream],
      [upstream, client],
    ] as const;
    for (const [from, to] of pairs) {
      sockets.add(from);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        sockets.delete(from);
        if (!isSilent) to.destroy();
      });
      from.on('data', (bytes) => {
        if (!isSilent) to.write(bytes);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    silence: () => {
      isSilent = true;
    },
    restore: () => {
      isSilent = false;
    },
    cut,
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
