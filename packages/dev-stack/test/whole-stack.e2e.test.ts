import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createSigningKey, type SigningKey } from '@accounting/development-tokens';
import { createPublicKey, randomUUID } from 'node:crypto';
import { sign } from 'jsonwebtoken';
import { ApiClient } from '../src/demonstration/api-client';
import { signInBookkeepers, signInOf } from '../src/demonstration/bookkeepers';
import { chiefAccountant } from '../src/demonstration/company';
import { startStack, type Stack } from '../src/stack';
import { AnswerCheck, type FuzzedAnswer } from './fuzz/answer-check';
import { parametersOf, readOperations, type PlacedOperation } from './fuzz/api-document';
import { RandomValues, seededRandom } from './fuzz/random-values';
import { newPlace, type Place } from './started-command';

jest.setTimeout(300_000);

let place: Place;
let stack: Stack;
let operations: readonly PlacedOperation[];
/** Whatever must never be found in a log. */
const secrets = new Set<string>();

/** Signs in as the chief accountant, through the gateway. */
const signIn = async (): Promise<{ accessToken: string; refreshToken: string }> => {
  const { email, password } = signInOf(stack, chiefAccountant);
  const answer = await fetch(`${stack.gateway.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const tokens = (await answer.json()) as { accessToken: string; refreshToken: string };
  for (const secret of [password, tokens.accessToken, tokens.refreshToken]) secrets.add(secret);
  return tokens;
};

beforeAll(async () => {
  place = await newPlace();
  stack = await startStack({
    dataFolder: place.folder,
    environment: place.environment,
    serviceSettings: { LOG_LEVEL: 'debug' },
    report: () => undefined,
  });
  const passwordFile = path.join(place.folder, 'first-administrator-password');
  secrets.add(readFileSync(passwordFile, 'utf8').split('\n')[1] ?? '');
  await signInBookkeepers(stack);
  const documents = await Promise.all(
    stack.services.map(({ name, httpUrl }) => readOperations(name, httpUrl)),
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

const nameOf = ({ method, path: pattern }: PlacedOperation): string => `${method} ${pattern}`;

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
    const places = stack.services.map(({ name, httpUrl }) =>
      name === 'compliance' ? `${httpUrl}/api/v1/auth/me` : `${httpUrl}/api/v1/accounts`,
    );
    expect(await Promise.all(places.map(ask))).toEqual([200, 200]);
    await fetch(`${stack.gateway.url}/api/v1/auth/logout`, { method: 'POST', headers });
    await sleep(2_000);
    expect(await Promise.all(places.map(ask))).toEqual([401, 401]);
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
    const administrator = new ApiClient(stack.gateway.url, await lastingToken());
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

const roundsPerOperation = 40;

/** What requests of a fuzzing share. */
interface Fuzzing {
  readonly random: () => number;
  readonly check: AnswerCheck;
  readonly headers: Record<string, string>;
  readonly accept: () => void;
}

describe('whatever is sent', () => {
  /** One request made from the document, a little or very strange. */
  const requestFor = (placed: PlacedOperation, values: RandomValues) => {
    const parameters = parametersOf(placed);
    const valueOf = (schema: object): string => {
      const value = values.valueOf(schema);
      return typeof value === 'string' ? value : JSON.stringify(value);
    };
    const target = parameters
      .filter(({ in: where }) => where === 'path')
      .reduce(
        (text, { name, schema }) =>
          text.replace(
            `{${name}}`,
            encodeURIComponent(valueOf(schema).replace(/\p{Cs}/gu, '')) || 'x',
          ),
        placed.path,
      );
    const query = new URLSearchParams(
      parameters
        .filter(({ in: where, required }) => where === 'query' && (required || values.isChosen()))
        .map(({ name, schema }): [string, string] => [name, valueOf(schema)]),
    );
    const json = placed.operation.requestBody?.content?.['application/json'];
    return {
      url: `${target}?${query.toString()}`.replace(/\?$/, ''),
      body: json === undefined ? undefined : JSON.stringify(values.valueOf(json.schema)),
    };
  };

  const send = async (
    placed: PlacedOperation,
    { url, body }: { readonly url: string; readonly body: string | undefined },
    headers: Record<string, string>,
  ): Promise<FuzzedAnswer> => {
    const service = stack.services.find(({ name }) => name === placed.service);
    const answer = await fetch((service?.httpUrl ?? '') + url, {
      method: placed.method,
      headers: {
        'idempotency-key': randomUUID(),
        'if-match': '"1"',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
    return { status: answer.status, type, text: await answer.text() };
  };

  /** Fuzzing them would end the session that fuzzes. */
  const endsSessions = /\/auth\/(logout|sessions|company|password$)|\/users\/\{userId\}/;

  it('would be found out if its answer were another than the document says', () => {
    const check = new AnswerCheck();
    const placed = operations.find(({ path: pattern }) => pattern.endsWith('/auth/me'));
    if (placed === undefined) throw new Error('There is an operation that tells who one is.');
    const type = 'application/json';
    const complaint = (answer: FuzzedAnswer) => check.complaintAbout(placed, answer);
    expect(complaint({ status: 200, type, text: '{}' })).toContain('must have required property');
    expect(complaint({ status: 200, type: 'text/html', text: '' })).toContain('text/html');
    expect(complaint({ status: 418, type, text: '{}' })).toContain('not described');
    expect(complaint({ status: 500, type, text: '{}' })).toContain('is a 500');
  });

  /** What is wrong with the answers to many requests of one operation. */
  const complaintsAbout = async (
    placed: PlacedOperation,
    { random, check, headers, accept }: Fuzzing,
  ): Promise<readonly string[]> => {
    const complaints: string[] = [];
    for (let round = 0; round < roundsPerOperation; round += 1) {
      const values = new RandomValues(placed.document, random, round / 80);
      const request = requestFor(placed, values);
      const answer = await send(placed, request, headers);
      if (answer.status < 300) accept();
      const complaint = check.complaintAbout(placed, answer);
      if (complaint === undefined) continue;
      complaints.push(`${nameOf(placed)} ${request.url} ${request.body ?? ''} ${complaint}`);
    }
    return complaints;
  };

  const fuzz = async (
    fuzzed: readonly PlacedOperation[],
    headers: Record<string, string>,
  ): Promise<{ readonly complaints: readonly string[]; readonly accepted: number }> => {
    let accepted = 0;
    const fuzzing = {
      random: seededRandom(20_261_123),
      check: new AnswerCheck(),
      headers,
      accept: () => void (accepted += 1),
    };
    const complaints: string[] = [];
    for (const placed of fuzzed) complaints.push(...(await complaintsAbout(placed, fuzzing)));
    return { complaints, accepted };
  };

  it('is answered as the documents say, and never with a 5xx, with a token', async () => {
    const accessToken = await lastingToken();
    const fuzzed = operations.filter(
      ({ path: pattern, method }) => method === 'GET' || !endsSessions.test(pattern),
    );
    const headers = { authorization: `Bearer ${accessToken}` };
    const { complaints, accepted } = await fuzz(fuzzed, headers);
    expect(complaints).toEqual([]);
    // Were everything refused, nothing behind the schemas would have been tried.
    expect(accepted).toBeGreaterThan(50);
  });

  it('is answered as the documents say, and never with a 5xx, without a token', async () => {
    expect((await fuzz(operations, {})).complaints).toEqual([]);
  });
});

describe('the logs of the whole run', () => {
  it('hold no password and no token', async () => {
    const folder = path.join(place.folder, 'logs');
    await sleep(500);
    const logs = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
    expect(logs.join('').length).toBeGreaterThan(10_000);
    const found = [...secrets].filter((secret) => logs.some((log) => log.includes(secret)));
    expect(found).toEqual([]);
    expect(secrets.size).toBeGreaterThan(5);
    // Nor parts of any token that nobody listed.
    expect(logs.join('')).not.toMatch(/eyJ[\w-]{20,}\.[\w-]{20,}/);
  });
});
