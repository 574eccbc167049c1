import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createSigningKey, type SigningKey } from '@accounting/development-tokens';
import { createPublicKey, randomUUID } from 'node:crypto';
import { sign } from 'jsonwebtoken';
import { ApiClient } from '../src/demonstration/api-client';
import { signInBookkeepers, signInOf, type SignIn } from '../src/demonstration/bookkeepers';
import { chiefAccountant } from '../src/demonstration/company';
import { passwordFile } from '../src/service-settings';
import { startStack, type Stack } from '../src/stack';
import { nameOf, readOperations, type PlacedOperation } from './fuzz/api-document';
import { secretsIn } from './logs';
import { newPlace, type Place } from './started-command';

jest.setTimeout(300_000);

let place: Place;
let stack: Stack;
let operations: readonly PlacedOperation[];
/** Whatever must never be found in a log. */
const secrets = new Set<string>();

/** Signs in through the gateway: as the chief accountant, or as somebody else. */
const signIn = async (
  { email, password } = signInOf(stack, chiefAccountant),
): Promise<{ accessToken: string; refreshToken: string }> => {
  const answer = await fetch(`${stack.gateway.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const tokens = (await answer.json()) as { accessToken: string; refreshToken: string };
  for (const secret of [password, tokens.accessToken, tokens.refreshToken]) secrets.add(secret);
  return tokens;
};

const firstAdministrator = (): SignIn => {
  const [email = '', password = ''] = readFileSync(passwordFile(place.folder), 'utf8').split('\n');
  return { email, password };
};

beforeAll(async () => {
  place = await newPlace();
  stack = await startStack({
    dataFolder: place.folder,
    environment: place.environment,
    serviceSettings: { LOG_LEVEL: 'debug' },
    report: () => undefined,
  });
  secrets.add(firstAdministrator().password);
  await signInBookkeepers(stack);
  const documents = await Promise.all(
    stack.services.map(({ name, httpUrl }) => readOperations(name, `${httpUrl}/openapi.json`)),
  );
  operations = documents.flat();
});

afterAll(async () => {
  await stack.stop();
  place.remove();
});

/** The chief accountant's token for all tests that end nothing: signing in is limited. */
let lasting: Promise<{ accessToken: string }> | undefined;
const lastingToken = async (): Promise<string> => (await (lasting ??= signIn())).accessToken;

const filled = ({ path: pattern }: PlacedOperation): string =>
  pattern.replace(/\{\w+\}/g, '0192f0c1-7a3b-7c4d-8e5f-0123456789ab');

describe('every operation of every service', () => {
  it('says which permission it takes, or that it takes none', () => {
    expect(operations.length).toBeGreaterThan(70);
    const undeclared = operations.filter(
      ({ operation }) => !/^([a-z-]+:[a-z-]+|signed-in|public)$/.test(operation['x-permission']),
    );
    expect(undeclared.map(nameOf)).toEqual([]);
  });

  it('is public only where somebody cannot have a token yet', () => {
    const open = operations.filter(({ operation }) => operation['x-permission'] === 'public');
    expect(open.map(nameOf).sort()).toEqual([
      'GET /api/v1/auth/.well-known/jwks.json',
      'POST /api/v1/auth/invitation-acceptances',
      'POST /api/v1/auth/login',
      'POST /api/v1/auth/login/second-factor',
      'POST /api/v1/auth/password-reset-requests',
      'POST /api/v1/auth/password-resets',
      'POST /api/v1/auth/refresh',
    ]);
  });

  it('is refused without a token, by the gateway and by the service itself', async () => {
    const statuses = new Set<string>();
    for (const placed of operations) {
      if (placed.operation['x-permission'] === 'public') continue;
      const service = stack.services.find(({ name }) => name === placed.service);
      for (const url of [stack.gateway.url, service?.httpUrl ?? '']) {
        const answer = await fetch(url + filled(placed), { method: placed.method });
        await answer.body?.cancel();
        if (answer.status !== 401) statuses.add(`${nameOf(placed)} at ${url}: ${answer.status}`);
      }
    }
    expect([...statuses]).toEqual([]);
  });
});

describe('somebody who has signed out', () => {
  it('is refused by every service within two seconds', async () => {
    const { accessToken } = await signIn();
    const headers = { authorization: `Bearer ${accessToken}` };
    const ask = async (url: string): Promise<number> => {
      const answer = await fetch(url, { headers });
      await answer.body?.cancel();
      return answer.status;
    };
    const pathOf: Readonly<Record<string, string>> = {
      compliance: 'auth/me',
      'accounting-core': 'accounts',
      tax: 'tax/rules',
    };
    const places = stack.services.map(
      ({ name, httpUrl }) => `${httpUrl}/api/v1/${pathOf[name] ?? ''}`,
    );
    expect(await Promise.all(places.map(ask))).toEqual([200, 200, 200]);
    await fetch(`${stack.gateway.url}/api/v1/auth/logout`, { method: 'POST', headers });
    await sleep(2_000);
    expect(await Promise.all(places.map(ask))).toEqual([401, 401, 401]);
  });
});

describe('the first request of the README', () => {
  const readme = readFileSync(path.join(__dirname, '../../../README.md'), 'utf8');
  const fence = '\n```';

  /** The first block of a language below the heading. */
  const blockOf = (language: string): string => {
    const [, section = ''] = readme.split('\n## A first request\n');
    const [, block = ''] = section.split(fence + language);
    return block.slice(0, block.indexOf(fence));
  };

  /** A machine that has nothing but Node runs it as well: what it needs of curl is here. */
  const curl = `curl() { '${process.execPath}' '${path.join(__dirname, 'curl.mjs')}' "$@"; }`;

  it('is answered as the README shows, through the gateway', async () => {
    const { url } = stack.gateway;
    await new ApiClient(url, await lastingToken()).post('/accounts/chart', 'chart');
    const command = blockOf('sh').replaceAll('http://127.0.0.1:8000', url);
    expect(command).toContain(`${url}/api/v1/transactions/post`);
    const { password: PASSWORD } = signInOf(stack, chiefAccountant);
    const { stdout } = await promisify(execFile)('sh', ['-c', `${curl}\n${command}`], {
      env: { PASSWORD, PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
    });
    const shown = JSON.parse(blockOf('json')) as Record<string, unknown>;
    const anyId = expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/) as unknown;
    expect(JSON.parse(stdout)).toEqual({ ...shown, transactionId: anyId });
    expect(shown).toMatchObject({ transactionId: anyId });
  });
});

describe('a partner system', () => {
  const partnerToken = (key: SigningKey, keyId: string): string => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      aud: 'georgian-accounting-system',
      jti: randomUUID(),
      ...{ iat: now, nbf: now, exp: now + 300 },
    };
    return sign(claims, key.privateKeyPem, { algorithm: 'ES256', keyid: keyId });
  };

  it('comes in with its own key within seconds, and not once it is suspended', async () => {
    const { accessToken } = await signIn(firstAdministrator());
    const administrator = new ApiClient(stack.gateway.url, accessToken);
    const { body: partner } = await administrator.post('/compliance/partners', 'shop', {
      name: 'Shop',
      scopes: ['accounts:read'],
    });
    const key = createSigningKey();
    const publicKey = createPublicKey(key.privateKeyPem).export({ type: 'spki', format: 'pem' });
    const partnerPath = `/compliance/partners/${String(partner['partnerId'])}`;
    const { body: added } = await administrator.post(`${partnerPath}/keys`, 'shop-key', {
      algorithm: 'ES256',
      publicKey: publicKey.toString(),
    });
    const headers = { authorization: `Bearer ${partnerToken(key, String(added['keyId']))}` };
    secrets.add(headers.authorization.slice('Bearer '.length));
    const reaches = async (pattern: string, expected: number): Promise<void> => {
      let status = 0;
      for (let round = 0; round < 50 && status !== expected; round += 1) {
        status = (await fetch(`${stack.gateway.url}/api/v1${pattern}`, { headers })).status;
        await sleep(100);
      }
      expect([pattern, status]).toEqual([pattern, expected]);
    };
    await reaches('/accounts', 200);
    await reaches('/transactions', 403);
    await reaches('/auth/me', 403);
    await administrator.post(`${partnerPath}/suspend`, 'shop-suspension', { reason: 'A test' });
    await reaches('/accounts', 401);
  });
});

describe('the logs of the whole run', () => {
  it('hold no password and no token', async () => {
    await sleep(500);
    expect(secrets.size).toBeGreaterThan(5);
    expect(secretsIn(place, [...secrets])).toEqual([]);
  });
});
