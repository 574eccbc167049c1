import { createGatewayAdmin } from '../../src/render/gateway-admin';
import { startKong, type KongStandIn } from './stand-ins';

const never = new AbortController().signal;

describe('the Admin API of a gateway', () => {
  let kong: KongStandIn;
  beforeEach(async () => {
    kong = await startKong();
  });
  afterEach(() => kong.stop());

  it('says what is loaded, and nothing before', async () => {
    const admin = createGatewayAdmin(kong.url);
    expect(await admin.configurationHash(never)).toBeUndefined();
    await admin.load('{}', never);
    expect(await admin.configurationHash(never)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('takes what it has already', async () => {
    const admin = createGatewayAdmin(kong.url);
    await admin.load('{}', never);
    await admin.load('{}', never);
    expect(kong.loaded).toEqual(['{}']);
  });

  it('refuses with a status, of which nothing is quoted', async () => {
    const admin = createGatewayAdmin(kong.url);
    kong.fail(400);
    await expect(admin.load('{}', never)).rejects.toThrow(
      /^answered 400 at \/config\?check_hash=1$/,
    );
    await expect(admin.configurationHash(never)).rejects.toThrow(/^answered 400 at \/status$/);
  });

  it('is none where nothing says what is loaded', async () => {
    kong.fail(200);
    await expect(createGatewayAdmin(kong.url).configurationHash(never)).rejects.toThrow(
      'tells no configuration_hash',
    );
  });
});
