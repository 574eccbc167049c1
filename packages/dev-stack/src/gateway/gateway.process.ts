import { startLocalGateway } from './local-gateway';

/** The process of the local gateway: ports come as arguments, SIGTERM lets requests end. */
const [proxyPort = '', adminPort = '', statusPort = ''] = process.argv.slice(2);

const run = async (): Promise<void> => {
  const gateway = await startLocalGateway({
    host: '127.0.0.1',
    proxyPort: Number(proxyPort),
    adminPort: Number(adminPort),
    statusPort: Number(statusPort),
  });
  process.stdout.write(`The gateway listens at ${gateway.proxyUrl}.\n`);
  process.once('SIGTERM', () => {
    void gateway.stop().then(() => process.exit(0));
  });
};

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
