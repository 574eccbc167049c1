import type { Service } from '@accounting/kong';
import { Pool } from 'undici';

/** Kong keeps so many connections to an upstream that nobody uses at the moment. */
const connectionsMax = 512;
/** Shorter than services keep theirs (75 s), so that the gateway closes first. */
const keepAliveMs = 60_000;

const originOf = ({ protocol, host, port }: Service): string => {
  const scheme = protocol === 'https' || protocol === 'grpcs' ? 'https' : 'http';
  return `${scheme}://${host}:${port}`;
};

/** The connections to the services, made when they are first needed. */
export class Upstreams {
  private readonly pools = new Map<string, Pool>();

  /** Services that lead to one place in the same way share their connections. */
  poolFor(service: Service): Pool {
    const origin = originOf(service);
    const key = `${origin} ${service.connect_timeout}`;
    let pool = this.pools.get(key);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: connectionsMax,
        pipelining: 1,
        keepAliveTimeout: keepAliveMs,
        keepAliveMaxTimeout: keepAliveMs,
        connect: { timeout: service.connect_timeout },
      });
      this.pools.set(key, pool);
    }
    return pool;
  }

  /** Ends all connections at once. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
  }
}
