import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runConformance } from './run-conformance';

const { GATEWAY_URL, GATEWAY_ADMIN_URL, UPSTREAM_HOST } = process.env;

const main = async (): Promise<void> => {
  if (GATEWAY_URL === undefined || GATEWAY_ADMIN_URL === undefined) {
    console.error(
      'Say which gateway to try: GATEWAY_URL=http://127.0.0.1:8000 ' +
        'GATEWAY_ADMIN_URL=http://127.0.0.1:8001. Its configuration is replaced.\n' +
        'UPSTREAM_HOST is the address at which it reaches this machine, 127.0.0.1 if not said.',
    );
    process.exitCode = 2;
    return;
  }
  const { passed, failed } = await runConformance({
    gatewayUrl: GATEWAY_URL,
    adminUrl: GATEWAY_ADMIN_URL,
    declaration: readFileSync(path.join(__dirname, '..', '..', 'kong.yml'), 'utf8'),
    ...(UPSTREAM_HOST !== undefined && { upstreamHost: UPSTREAM_HOST }),
    report: (line) => {
      console.log(line);
    },
  });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
