import { generateKeyPairSync } from 'node:crypto';
import {
  complianceCredentials,
  followCredentials,
  readDeclaration,
  type FollowEvent,
  type Follower,
  type FollowOptions,
} from '@accounting/kong';
import { gatewayText } from '../changed-declaration';
import { partner, sampleCredentials, sharedKey } from './sample-credentials';
import {
  startCompliance,
  startKong,
  until,
  type ComplianceStandIn,
  type KongStandIn,
} from './stand-ins';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('a follower of credentials', () => {
  let compliance: ComplianceStandIn;
  let kong: KongStandIn;
  let follower: Follower | undefined;
  let events: FollowEvent[];

  beforeEach(async () => {
    compliance = await startCompliance(sampleCredentials);
    kong = await startKong();
    events = [];
  });
  afterEach(async () => {
    await follower?.stop();
    await Promise.all([compliance.stop(), kong.stop()]);
  });

  const follow = (changes: Partial<FollowOptions> = {}): Follower => {
    follower = followCredentials({
      declaration: gatewayText,
      source: complianceCredentials(compliance.url, { privateKey, audience: 'accounting' }),
      adminUrls: [kong.url],
      intervalMs: 10,
      report: (event) => events.push(event),
      ...changes,
    });
    return follower;
  };
  const usernames = (text: string | undefined): string[] =>
    readDeclaration(text ?? '').consumers.map(({ username }) => username);
  const happened = (type: FollowEvent['type']): FollowEvent[] =>
    events.filter((event) => event.type === type);

  it('loads them into the gateway, and nothing while nothing changes', async () => {
    await follow().loaded;
    await until(() => compliance.requests.length > 5);
    expect(kong.loaded).toHaveLength(1);
    expect(usernames(kong.loaded[0])).toEqual(['people', 'partner-p1', 'partner-p2']);
    expect(happened('rendered')).toHaveLength(1);
    expect(happened('loaded')).toEqual([{ type: 'loaded', adminUrl: kong.url.href }]);
  });

  it('loads them again when a partner is suspended', async () => {
    await follow().loaded;
    compliance.say({ ...sampleCredentials, partners: [partner('p2')] });
    await until(() => kong.loaded.length === 2);
    expect(usernames(kong.loaded[1])).toEqual(['people', 'partner-p2']);
  });

  it('loads them again into a gateway that has started anew', async () => {
    await follow().loaded;
    kong.restart();
    await until(() => kong.loaded.length === 2);
    expect(kong.loaded[1]).toBe(kong.loaded[0]);
  });

  it('loads them into a gateway that comes later, and says why it waits', async () => {
    kong.fail(503);
    const following = follow();
    await until(() => happened('gateway_unavailable').length === 2);
    expect(kong.loaded).toEqual([]);
    kong.fail(undefined);
    await following.loaded;
    expect(kong.loaded).toHaveLength(1);
    expect(JSON.stringify(events)).toContain('answered 503 at /status');
    expect(JSON.stringify(events)).not.toContain('shared-secret');
  });

  it('waits for a gateway that nobody has started', async () => {
    const port = Number(kong.url.port);
    await kong.stop();
    const following = follow();
    await until(() => happened('gateway_unavailable').length === 2);
    expect(JSON.stringify(happened('gateway_unavailable')[0])).toContain('ECONNREFUSED');
    kong = await startKong(port);
    await following.loaded;
    expect(kong.loaded).toHaveLength(1);
  });

  it('keeps every node at the same, and lets none wait for another', async () => {
    const other = await startKong();
    kong.fail(500);
    follow({ adminUrls: [kong.url, other.url] });
    await until(() => other.loaded.length === 1);
    kong.fail(undefined);
    await until(() => kong.loaded.length === 1);
    expect(kong.loaded).toEqual(other.loaded);
    await other.stop();
  });

  it('leaves everything as it was while compliance does not answer', async () => {
    await follow().loaded;
    compliance.fail(503);
    await until(() => happened('credentials_unavailable').length === 2);
    kong.restart();
    await until(() => kong.loaded.length === 2);
    expect(kong.loaded[1]).toBe(kong.loaded[0]);
    compliance.fail(undefined);
    compliance.say({ keys: [], partners: [] });
    await until(() => kong.loaded.length === 3);
    expect(usernames(kong.loaded[2])).toEqual(['people']);
  });

  it('loads nothing before it knows whom to let in', async () => {
    compliance.fail(401);
    const { loaded, stop } = follow();
    await until(() => happened('credentials_unavailable').length === 3);
    expect(kong.loaded).toEqual([]);
    await stop();
    await expect(loaded).rejects.toThrow('stopped before the gateway had loaded anything');
  });

  it('loads nothing that the policy refuses', async () => {
    follow({ options: { corsOrigins: ['*'] } });
    await until(() => happened('credentials_unavailable').length === 1);
    expect(JSON.stringify(events)).toContain('stands for any site');
    expect(kong.loaded).toEqual([]);
  });

  it('names keys that cannot be used, and nothing of them', async () => {
    const weak = { keyId: 'weak', algorithm: 'HS256', secret: 'tiny-secret' };
    compliance.say({ keys: [], partners: [partner('p', { keys: [weak, sharedKey('good')] })] });
    await follow().loaded;
    expect(happened('rendered')).toEqual([
      {
        type: 'rendered',
        leftOut: [
          {
            path: 'key "weak" of partner p',
            message: 'has a secret shorter than 32 bytes',
          },
        ],
      },
    ]);
  });

  it('asks nobody any more once it has stopped', async () => {
    const { loaded, stop } = follow();
    await loaded;
    await stop();
    const asked = compliance.requests.length;
    kong.restart();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(compliance.requests).toHaveLength(asked);
    expect(kong.loaded).toHaveLength(1);
    await stop();
  });
});
