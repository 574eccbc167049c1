import { readFileSync } from 'node:fs';
import { gatewayFile, runConformance } from '@accounting/kong';
import { startLocalGateway } from './local-gateway';

/**
 * The process of `npm run conformance`. Tries the gateway that GATEWAY_URL and GATEWAY_ADMIN_URL
 * name, a real Kong for example, whose configuration it replaces; without them a local one that it
 * starts. UPSTREAM_HOST is the address at which that gateway reaches this machine.
 */
const { GATEWAY_URL, GATEWAY_ADMIN_URL, UPSTREAM_HOST } = process.env;

interface TriedGateway {
  readonly proxyUrl: string;
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const gatewayToTry = async (): Promise<TriedGateway> => {
  if (GATEWAY_URL === undefined) {
    const ports = { proxyPort: 0, adminPort: 0, statusPort: 0 };
    return startLocalGateway({ host: '127.0.0.1', ...ports });
  }
  if (GATEWAY_ADMIN_URL === undefined) {
    throw new Error('Say where the gateway is configured: GATEWAY_ADMIN_URL=http://127.0.0.1:8001');
  }
  // It is somebody else's: nothing of it was started here.
  return { proxyUrl: GATEWAY_URL, adminUrl: GATEWAY_ADMIN_URL, stop: () => Promise.resolve() };
};

const run = async (): Promise<number> => {
  const gateway = await gatewayToTry();
  const { passed, failed } = await runConformance({
    gatewayUrl: gateway.proxyUrl,
    adminUrl: gateway.adminUrl,
    declaration: readFileSync(gatewayFile, 'utf8'),
    ...(UPSTREAM_HOST !== undefined && { upstreamHost: UPSTREAM_HOST }),
    report: print,
  });
  await gateway.stop();
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
};

run().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
