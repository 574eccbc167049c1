import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startKafka } from '@accounting/kafka-server';
import { startPostgres } from '@accounting/postgres-server';
import { startRedis } from '@accounting/redis-server';
import { freePort } from '@accounting/server-processes';
import type { Started } from './started';
import { SupervisedServer, type Server } from './supervised-server';
import { TcpProxy } from './tcp-proxy';

const megabytesOfBroker = 400;

/** Whether the broker's data has a disk of its own that can be filled; else why not. */
export type BrokerDisk = { readonly folder: string } | { readonly whyNone: string };

/** A server, and the port of the wire that leads to it. */
export interface WiredServer {
  readonly server: SupervisedServer;
  readonly wirePort: number;
}

/** The servers that services stand on. */
export interface Servers {
  readonly brokerDisk: BrokerDisk;
  readonly postgres: WiredServer;
  readonly kafka: WiredServer;
  readonly redis: WiredServer;
  /** Of PostgreSQL, past the wire. */
  readonly adminUrl: string;
}

/** A small disk in memory, so that filling it hurts nobody else. */
const mountBrokerDisk = ({ folder, stops }: Started): BrokerDisk => {
  const disk = path.join(folder, 'kafka');
  mkdirSync(disk, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytesOfBroker}m`, 'tmpfs', disk], {
      stdio: 'pipe',
    });
  } catch (error) {
    return { whyNone: `no disk of its own can be mounted (${String(error).split('\n')[0] ?? ''})` };
  }
  stops.push(async () => execFileSync('umount', ['--lazy', disk]));
  return { folder: disk };
};

const startWired = async (
  { stops, say }: Started,
  name: string,
  run: (port: number, wirePort: number) => Promise<Server>,
): Promise<WiredServer> => {
  const [port, wirePort] = [await freePort(), await freePort()];
  const wire = await TcpProxy.listen(wirePort, [port]);
  const server = await SupervisedServer.start(name, wire, () => run(port, wirePort));
  stops.push(() => server.stop());
  say(`${name} is running.`);
  return { server, wirePort };
};

/** Small files, so that the small disk lasts. */
const brokerSettings = { 'log.segment.bytes': '16777216', 'log.index.size.max.bytes': '65536' };

/** Starts PostgreSQL, Kafka and Redis, each behind a wire that can be disturbed. */
export const startServers = async (started: Started): Promise<Servers> => {
  const { folder } = started;
  const brokerDisk = mountBrokerDisk(started);
  let adminUrl = '';
  const postgres = await startWired(started, 'PostgreSQL', async (port) => {
    const dataFolder = path.join(folder, 'postgres');
    const server = await startPostgres({ dataFolder, port, durable: true });
    adminUrl = server.adminUrl;
    return server;
  });
  const kafka = await startWired(started, 'Kafka', (port, advertisedPort) =>
    startKafka({
      dataFolder: path.join(folder, 'kafka'),
      ...{ port, advertisedPort, settings: brokerSettings },
    }),
  );
  const redis = await startWired(started, 'Redis', (port) =>
    startRedis({ dataFolder: path.join(folder, 'redis'), port }),
  );
  return { brokerDisk, postgres, kafka, redis, adminUrl };
};
