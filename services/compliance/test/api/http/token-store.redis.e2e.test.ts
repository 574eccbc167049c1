import { startRedis, type RedisServer } from '@accounting/redis-server';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  accepted,
  goodPassword,
  refusal,
  startCompliance,
  type SignedIn,
  type StartedCompliance,
} from './started-compliance';

const unavailable = '503 redis.unavailable';
let dataFolder: string;
let redis: RedisServer;
let compliance: StartedCompliance;

beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'token-store-'));
  redis = await startRedis({ dataFolder });
  compliance = await startCompliance({ TOKEN_STORE: 'redis', REDIS_URL: redis.url });
});
afterEach(async () => {
  await compliance.stop();
  await redis.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

const startAgain = async (): Promise<void> => {
  redis = await startRedis({ dataFolder, port: redis.port });
};

/** The ways in which a Redis can be away, and come back. */
const outages = {
  'stopped in order': { leave: () => redis.stop(), comeBack: startAgain },
  killed: { leave: () => redis.kill(), comeBack: startAgain },
  'standing still': {
    leave: async () => redis.suspend(),
    comeBack: async () => redis.resume(),
  },
} as const;

const signInAdmin = () => compliance.signIn('ana@example.com', compliance.password);
const me = async ({ accessToken }: SignedIn): Promise<number> =>
  (await compliance.as(accessToken)('GET', '/auth/me')).status;

const eventually = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await sleep(20);
};

const stateOfStore = async (): Promise<unknown> => {
  const { body } = await compliance.health();
  const { tokenStore } = body['dependencies'] as Record<string, { readonly state: string }>;
  return { ready: body['ready'], tokenStore: tokenStore?.state };
};

describe('with a Redis for tokens', () => {
  it('people sign in and refresh, and a token used twice ends the session', async () => {
    const first = await accepted(signInAdmin());
    const second = await accepted(compliance.refresh(first.refreshToken));
    expect(await me(second)).toBe(200);
    expect(await refusal(compliance.refresh(first.refreshToken))).toBe(
      '401 compliance.refresh_refused',
    );
    expect(await refusal(compliance.refresh(second.refreshToken))).toBe(
      '401 compliance.refresh_refused',
    );
    await eventually(async () => (await me(second)) === 401);
  });

  it('one that has lost everything makes people sign in again, and lets nobody in', async () => {
    const first = await accepted(signInAdmin());
    const second = await accepted(compliance.refresh(first.refreshToken));
    await redis.kill();
    rmSync(dataFolder, { recursive: true });
    await startAgain();
    await eventually(async () => (await signInAdmin()).status === 200);
    for (const { refreshToken } of [first, second]) {
      expect(await refusal(compliance.refresh(refreshToken))).toBe(
        '401 compliance.refresh_refused',
      );
    }
    expect(await me(second)).toBe(200);
  });
});

describe.each(Object.keys(outages) as (keyof typeof outages)[])('while Redis is %s', (outage) => {
  const { leave, comeBack } = outages[outage];

  it('nobody signs in, and who has signed in works on; then all is as before', async () => {
    const admin = compliance.as(compliance.admin.accessToken);
    const giorgi = await compliance.join(admin, 'giorgi@example.com', ['accountant']);
    const waiting = await accepted(signInAdmin());
    await leave();

    expect(await refusal(signInAdmin())).toBe(unavailable);
    expect(await refusal(compliance.refresh(waiting.refreshToken))).toBe(unavailable);
    expect(await me(giorgi)).toBe(200);
    expect(await stateOfStore()).toEqual({ ready: true, tokenStore: 'down' });

    await comeBack();
    await eventually(async () => (await signInAdmin()).status === 200);
    expect(await me(await accepted(compliance.refresh(waiting.refreshToken)))).toBe(200);
    await eventually(async () => (await signInAdmin()).status === 200);
    const { status } = await compliance.signIn('giorgi@example.com', goodPassword);
    expect(status).toBe(200);
  });

  it('people sign out and lose roles, and their tokens end at once', async () => {
    const admin = compliance.as(compliance.admin.accessToken);
    const [giorgi, tamar] = [
      await compliance.join(admin, 'giorgi@example.com', ['accountant']),
      await compliance.join(admin, 'tamar@example.com', ['accountant']),
    ];
    await leave();

    await accepted(compliance.as(giorgi.accessToken)('POST', '/auth/logout'));
    const body = { roles: ['tax_specialist'] };
    const member = await admin('GET', `/users/${tamar.userId}`);
    const version = Number(/\d+/.exec(member.headers.get('etag') ?? '')?.[0]);
    await accepted(admin('PUT', `/users/${tamar.userId}/roles`, { body, version }));
    await eventually(async () => (await me(giorgi)) === 401);
    await eventually(async () => (await me(tamar)) === 401);
    await eventually(async () => {
      const trust = await compliance.internal('tax', 'GET', '/trust');
      return (trust.body['revocations'] as unknown[]).length === 2;
    });

    await comeBack();
    await eventually(async () => (await signInAdmin()).status === 200);
    for (const { refreshToken } of [giorgi, tamar]) {
      expect(await refusal(compliance.refresh(refreshToken))).toBe(
        '401 compliance.refresh_refused',
      );
    }
    expect([await me(giorgi), await me(tamar)]).toEqual([401, 401]);
  });
});

describe('a service that starts while Redis is away', () => {
  it('serves who has signed in, and signs people in when Redis is there', async () => {
    await redis.stop();
    await compliance.rebuild();
    expect(await me(compliance.admin)).toBe(200);
    expect(await refusal(signInAdmin())).toBe(unavailable);
    await startAgain();
    await eventually(async () => (await signInAdmin()).status === 200);
  });
});
