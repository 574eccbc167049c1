import type { Service } from '@accounting/kong';
import { Pool } from 'undici';

/** Kong keeps so many connections to an upstream that nobody uses at the moment. */
const connectionsMax = 512;
/** Shorter than services keep theirs (75 s), so that the gateway closes first. */
const keepAliveMs = 60_000;
/** A request that failed may still be tried again on the connections that it began on. */
const graceMs = 60_000;

const originOf = ({ protocol, host, port }: Service): string => {
  const scheme = protocol === 'https' || protocol === 'grpcs' ? 'https' : 'http';
  return `${scheme}://${host}:${port}`;
};

const keyOf = (service: Service): string => `${originOf(service)} ${service.connect_timeout}`;

/**
 * The connections to the services, made when they are first needed. They outlive a configuration:
 * the next one has mostly the same services, and an import that began under the last one may take
 * minutes.
 */
export class Upstreams {
  private readonly pools = new Map<string, Pool>();
  private readonly retiring = new Map<Pool, NodeJS.Timeout>();

  /** Services that lead to one place in the same way share their connections. */
  poolFor(service: Service): Pool {
    const key = keyOf(service);
    let pool = this.pools.get(key);
    if (pool === undefined) {
      pool = new Pool(originOf(service), {
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

  /** Gives up the connections to what is none of these; requests that are on them end first. */
  retain(services: readonly Service[]): void {
    const kept = new Set(services.map(keyOf));
    for (const [key, pool] of this.pools) {
      if (kept.has(key)) continue;
      this.pools.delete(key);
      const retire = (): void => {
        this.retiring.delete(pool);
        void pool.close();
      };
      this.retiring.set(pool, setTimeout(retire, graceMs).unref());
    }
  }

  /** Ends all connections at once. */
  async close(): Promise<void> {
    for (const timer of this.retiring.values()) clearTimeout(timer);
    const pools = [...this.pools.values(), ...this.retiring.keys()];
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}
