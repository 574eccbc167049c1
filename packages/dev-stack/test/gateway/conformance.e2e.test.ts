import { readFileSync } from 'node:fs';
import path from 'node:path';
import { conformanceChecks, openConformance, type Conformance } from '@accounting/kong';
import { startLocalGateway, type LocalGateway } from '../../src/gateway/local-gateway';

const file = path.join(__dirname, '..', '..', '..', '..', 'kong', 'kong.yml');
const declaration = readFileSync(file, 'utf8');

let gateway: LocalGateway;
let conformance: Conformance;

beforeAll(async () => {
  const ports = { proxyPort: 0, adminPort: 0, statusPort: 0 };
  gateway = await startLocalGateway({ host: '127.0.0.1', ...ports });
  const { proxyUrl: gatewayUrl, adminUrl } = gateway;
  conformance = await openConformance({ gatewayUrl, adminUrl, declaration });
});
afterAll(async () => {
  await conformance.close();
  await gateway.stop();
});

describe('the local gateway, tried as Kong would be', () => {
  it.each(conformanceChecks(declaration).map((check) => [check.name, check] as const))(
    '%s',
    async (_name, check) => {
      const { failure } = await conformance.run(check);
      expect(failure).toBeUndefined();
    },
  );
});
