import { setTimeout as sleep } from 'node:timers/promises';
import { signedToken } from '@accounting/testing';
import {
  startService,
  type BuiltService,
  type PartnerUse,
  type RequestContext,
  type TrustBundle,
} from '../../src';
import { ConfigurationError } from '../../src/configuration/read-settings';
import { decode } from 'jsonwebtoken';
import { notesService, noteRoutes, seen } from '../fixtures/notes-service';
import { startNotes, testEnvironment, type StartedNotes } from '../fixtures/start-notes';
import {
  bank,
  bankToken,
  gatewaySecret,
  neighbourSettings,
  serviceAuthorization,
  shop,
  shopToken,
  trustBundle,
} from '../fixtures/trusted-parties';
import { startComplianceStandIn, type ComplianceStandIn } from '../fixtures/compliance-stand-in';
import { unusedStorage } from '../fixtures/unused-storage';

const following = (url: string) => ({
  ...neighbourSettings,
  AUTH_JWKS: 'none',
  COMPLIANCE_URL: url,
  TRUST_POLL_INTERVAL_MS: '50',
});

/** Asks again and again, because what is trusted arrives a moment later. */
const eventually = async (ask: () => Promise<unknown>, expected: unknown): Promise<void> => {
  let last: unknown;
  for (let round = 0; round < 100; round += 1) {
    last = await ask();
    if (last === expected) return;
    await sleep(20);
  }
  expect(last).toEqual(expected);
};

const statusOf = async (
  service: StartedNotes,
  token: string,
  headers: Record<string, string> = {},
): Promise<number> => {
  const response = await fetch(`${service.httpUrl}/api/v1/notes/n1`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  await response.body?.cancel();
  return response.status;
};

const person = () => signedToken({ permissions: ['notes:read'] });

describe('a service that asks compliance whom to trust', () => {
  let compliance: ComplianceStandIn;
  let service: StartedNotes;
  beforeEach(async () => {
    compliance = await startComplianceStandIn();
    service = await startNotes(following(compliance.url));
  });
  afterEach(async () => {
    await service.stop();
    await compliance.stop();
  });

  it('accepts people and partners from its first request on', async () => {
    expect(await statusOf(service, person())).toBe(200);
    expect(await statusOf(service, shopToken())).toBe(200);
    expect(await statusOf(service, bankToken())).toBe(401);
    const gateway = {
      'x-gateway-secret': gatewaySecret,
      'x-consumer-custom-id': 'bank',
      'x-credential-identifier': bank.keyId,
    };
    expect(await statusOf(service, bankToken(), gateway)).toBe(200);
  });

  it('honours a revocation within moments', async () => {
    const token = person();
    expect(await statusOf(service, token)).toBe(200);
    const { jti = '' } = decode(token, { json: true }) ?? {};
    compliance.bundle = trustBundle({ revocations: [{ jti, expiresAt: '2030-01-01T00:00:00Z' }] });
    await eventually(() => statusOf(service, token), 401);
    expect(await statusOf(service, person())).toBe(200);
  });

  it('is told nothing twice', async () => {
    await eventually(async () => compliance.unchangedCount > 3, true);
    expect(compliance.sentCount).toBe(1);
  });

  it('goes on with what it knows while compliance is away', async () => {
    compliance.isBroken = true;
    await eventually(
      async () => service.logged().some(({ msg }) => String(msg).includes('the last ones hold')),
      true,
    );
    expect(await statusOf(service, person())).toBe(200);
    compliance.isBroken = false;
    compliance.bundle = trustBundle({ partners: [] });
    await eventually(() => statusOf(service, shopToken()), 401);
  });

  it('keeps what it knows when it is told something that is no bundle', async () => {
    compliance.bundle = { keys: 'nonsense' } as unknown as TrustBundle;
    await eventually(
      async () => service.logged().some(({ msg }) => String(msg).includes('the last ones hold')),
      true,
    );
    expect(await statusOf(service, person())).toBe(200);
  });

  it('tells which partners’ keys were used, at the latest when it stops', async () => {
    await statusOf(service, shopToken());
    await service.stop();
    expect(compliance.uses.map(({ keyId }) => keyId)).toEqual([shop.keyId]);
    service = await startNotes(following(compliance.url));
  });

  it('has a metric that says how old its knowledge is', async () => {
    const metrics = await (await fetch(`${service.httpUrl}/metrics`)).text();
    expect(metrics).toMatch(/^trust_age_seconds\{.*\} [0-9.e-]+$/m);
  });
});

describe('a service that was never told whom to trust', () => {
  it('is not ready, and says to try again', async () => {
    const service = await startNotes(following('http://127.0.0.1:1'));
    expect((await fetch(`${service.httpUrl}/health/ready`)).status).toBe(503);
    expect(await statusOf(service, person())).toBe(503);
    await service.stop();
  });

  it('becomes ready when compliance is', async () => {
    const compliance = await startComplianceStandIn();
    compliance.isBroken = true;
    const service = await startNotes(following(compliance.url));
    expect(await statusOf(service, person())).toBe(503);
    compliance.isBroken = false;
    await eventually(() => statusOf(service, person()), 200);
    await service.stop();
    await compliance.stop();
  });

  it('does not start when nothing says whom to ask', async () => {
    const starting = startNotes({ AUTH_JWKS: 'none' });
    await expect(starting).rejects.toThrow(ConfigurationError);
    await expect(starting).rejects.toThrow('Set COMPLIANCE_URL');
  });

  it.each([
    [{ COMPLIANCE_URL: 'http://compliance:8006' }, 'exclude each other'],
    [{ AUTH_JWKS: 'none', COMPLIANCE_URL: 'http://compliance:8006' }, 'needs SERVICE_SIGNING_KEY'],
    [
      {
        ...neighbourSettings,
        AUTH_JWKS: 'none',
        COMPLIANCE_URL: 'http://compliance:8006',
        SERVICE_JWKS: 'none',
      },
      'needs SERVICE_JWKS',
    ],
    [{ SERVICE_SIGNING_KEY: 'abc' }, 'must be a private key in PEM'],
    [{ GATEWAY_SECRET: 'short' }, 'must be a secret of 32 characters or more'],
  ])('does not start with %p', async (environment, message) => {
    await expect(startNotes(environment)).rejects.toThrow(message);
  });
});

describe('the service that makes the bundle', () => {
  it('needs nobody to ask, and takes its own word', async () => {
    const uses: PartnerUse[] = [];
    const definition = {
      ...notesService,
      build: (): BuiltService => ({
        routes: noteRoutes,
        grpc: [],
        trust: {
          read: async () => trustBundle(),
          reportPartnerUses: async (reported) => void uses.push(...reported),
        },
      }),
    };
    const service = await startService(definition, {
      environment: { ...testEnvironment, AUTH_JWKS: 'none', LOG_LEVEL: 'silent' },
      overrides: { storage: unusedStorage() },
    });
    expect(await statusOf(service as StartedNotes, shopToken())).toBe(200);
    await service.stop();
    expect(uses).toHaveLength(1);
  });
});

describe('what concerns a person alone', () => {
  it('needs their token and no permission, and is not for partners', async () => {
    const compliance = await startComplianceStandIn();
    const service = await startNotes(following(compliance.url));
    const ask = (token: string) =>
      fetch(`${service.httpUrl}/api/v1/own-notes`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
    const answer = await ask(signedToken());
    expect(await answer.json()).toEqual({ actorId: 'accountant' });
    const refused = await ask(shopToken());
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'host.person_required' });
    await service.stop();
    await compliance.stop();
  });
});

describe('a call on behalf of a caller', () => {
  it('carries the caller’s token, who asks, and through which key a partner came', async () => {
    const compliance = await startComplianceStandIn();
    const service = await startNotes(following(compliance.url));
    await fetch(`${service.httpUrl}/api/v1/notes/n1`, {
      headers: {
        authorization: `Bearer ${bankToken()}`,
        'x-service-authorization': serviceAuthorization('tax'),
        'x-consumer-custom-id': 'bank',
        'x-credential-identifier': bank.keyId,
        'x-correlation-id': 'c-7',
      },
    });
    const headers = seen.headersOnBehalfOf?.(seen.context as RequestContext) ?? {};
    expect(headers).toMatchObject({
      'x-correlation-id': 'c-7',
      'x-consumer-custom-id': 'bank',
      'x-credential-identifier': bank.keyId,
    });
    const { 'x-service-authorization': own = '' } = headers;
    expect(decode(own.slice('Bearer '.length), { json: true })).toMatchObject({ sub: 'notes' });
    await service.stop();
    await compliance.stop();
  });
});
