import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { passwordFile } from '@accounting/dev-stack';
import { startServers, type BrokerDisk } from './start-servers';
import { startServices } from './start-services';
import type { Started } from './started';
import type { SupervisedServer } from './supervised-server';
import type { SupervisedService } from './supervised-service';
import type { TcpProxy } from './tcp-proxy';

/** Everything that runs, each part a process of its own. */
export interface System {
  /** Where data and logs are. */
  readonly folder: string;
  readonly gatewayUrl: string;
  readonly servers: Readonly<Record<'PostgreSQL' | 'Kafka' | 'Redis', SupervisedServer>>;
  /** `compliance`, `accounting-core-1` and so on. */
  readonly services: readonly SupervisedService[];
  readonly wires: Readonly<Record<string, TcpProxy>>;
  readonly brokerDisk: BrokerDisk;
  /** As owners of the databases, past the wire. */
  readonly ledgerUrl: string;
  readonly totalsUrl: string;
  /** HTTP addresses of the replicas of the totals. */
  readonly totalsHttpUrls: readonly string[];
  readonly gatewaySecret: string;
  stop(): Promise<void>;
}

const startParts = async (started: Started): Promise<Omit<System, 'stop'>> => {
  const servers = await startServers(started);
  const { running, wires, ...services } = await startServices(started, servers);
  const { brokerDisk, postgres, kafka, redis } = servers;
  return {
    ...services,
    folder: started.folder,
    brokerDisk,
    services: running,
    servers: { PostgreSQL: postgres.server, Kafka: kafka.server, Redis: redis.server },
    wires: {
      ...wires,
      'wire to PostgreSQL': postgres.server.wire,
      'wire to Kafka': kafka.server.wire,
      'wire to Redis': redis.server.wire,
    },
  };
};

/** Starts all of it and waits until the gateway leads somewhere. */
export const startSystem = async (
  folder: string,
  say: (sentence: string) => void,
): Promise<System> => {
  mkdirSync(path.join(folder, 'logs'));
  const started: Started = { folder, stops: [], say };
  const stop = async (): Promise<void> => {
    for (const end of started.stops.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startParts(started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** The first administrator, as the file for the operator says. */
export const firstAdministrator = ({ folder }: System) => {
  const [email = '', password = ''] = readFileSync(passwordFile(folder), 'utf8').split('\n');
  return { email, password };
};
