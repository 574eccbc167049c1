import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complianceCredentials, fileCredentials } from '@accounting/kong';
import { verify } from 'jsonwebtoken';
import { sampleCredentials, sharedKey } from './sample-credentials';
import { startCompliance, type ComplianceStandIn } from './stand-ins';

const never = new AbortController().signal;

describe('credentials from compliance', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let compliance: ComplianceStandIn;
  beforeEach(async () => {
    compliance = await startCompliance(sampleCredentials);
  });
  afterEach(() => compliance.stop());

  const open = () => complianceCredentials(compliance.url, { privateKey, audience: 'accounting' });

  it('are asked for as a service, and again only when they have changed', async () => {
    const source = open();
    expect(await source.read(never)).toEqual(sampleCredentials);
    expect(await source.read(never)).toBeUndefined();
    compliance.say({ keys: [], partners: [] });
    expect(await source.read(never)).toEqual({ keys: [], partners: [] });
    expect(compliance.requests.map(({ path, status }) => [path, status])).toEqual([
      ['/internal/v1/gateway-credentials', 200],
      ['/internal/v1/gateway-credentials', 304],
      ['/internal/v1/gateway-credentials', 200],
    ]);
    const [scheme, token = ''] = compliance.requests[0]?.token.split(' ') ?? [];
    expect(scheme).toBe('Bearer');
    expect(verify(token, publicKey, { audience: 'accounting' })).toMatchObject({
      ...{ type: 'service', sub: 'gateway-renderer' },
    });
  });

  it('are an error while it does not answer as it should, and then asked in full', async () => {
    const source = open();
    compliance.fail(401);
    await expect(source.read(never)).rejects.toThrow('compliance answered 401');
    compliance.fail(undefined);
    compliance.answer('{"secret":"hidden');
    await expect(source.read(never)).rejects.not.toThrow('hidden');
    compliance.say({ keys: 'hidden' });
    await expect(source.read(never)).rejects.toThrow('credentials.keys');
    await expect(source.read(never)).rejects.toThrow('credentials.keys');
    compliance.say(sampleCredentials);
    expect(await source.read(never)).toEqual(sampleCredentials);
  });

  it('are given up when nobody waits for them any more', async () => {
    await expect(open().read(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('credentials from a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gateway-credentials-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('are those that compliance would answer, until the file changes', async () => {
    const path = write('credentials.json', JSON.stringify(sampleCredentials));
    const source = fileCredentials(path);
    expect(await source.read(never)).toEqual(sampleCredentials);
    expect(await source.read(never)).toBeUndefined();
    write('credentials.json', JSON.stringify({ keys: [], partners: [] }));
    expect(await source.read(never)).toEqual({ keys: [], partners: [] });
  });

  it('may have their keys in files beside it, which change on their own', async () => {
    const [partner] = sampleCredentials.partners;
    write('people.pem', 'PEM\n');
    write('shop.secret', 'first\n');
    const path = write(
      'credentials.json',
      JSON.stringify({
        keys: [{ keyId: 'k', algorithm: 'ES256', publicKeyFile: 'people.pem' }],
        partners: [
          { ...partner, keys: [{ keyId: 's', algorithm: 'HS256', secretFile: 'shop.secret' }] },
        ],
      }),
    );
    const source = fileCredentials(path);
    expect(await source.read(never)).toMatchObject({
      keys: [{ keyId: 'k', publicKeyPem: 'PEM' }],
      partners: [{ keys: [{ keyId: 's', secret: 'first' }] }],
    });
    write('shop.secret', 'second');
    expect(await source.read(never)).toMatchObject({
      partners: [{ keys: [{ secret: 'second' }] }],
    });
  });

  it('are an error when the file cannot be read, and what it holds is not quoted', async () => {
    await expect(fileCredentials(join(folder, 'none')).read(never)).rejects.toThrow('ENOENT');
    const broken = write('broken.json', `{ "secret": "${String(sharedKey('a').secret)}`);
    const failure = fileCredentials(broken).read(never);
    await expect(failure).rejects.toThrow(`${broken} is not JSON`);
    await expect(failure).rejects.not.toThrow('shared-secret');
  });
});
