import {
  checkPolicy,
  DeclarationError,
  pluginInEffect,
  pluginsInEffect,
  readDeclaration,
  renderConfiguration,
  type Declaration,
  type GatewayCredentials,
  type PartnerCredentials,
  type RenderOptions,
} from '@accounting/kong';
import { gatewayText } from '../changed-declaration';
import { ellipticKey, partner, sampleCredentials, sharedKey } from './sample-credentials';

const nobody: GatewayCredentials = { keys: [], partners: [] };
const gatewaySecret = 'gateway-secret_0123456789-ABCDEFGH';

const rendered = (
  credentials: GatewayCredentials,
  options: RenderOptions = {},
): { declaration: Declaration; text: string; leftOut: string[] } => {
  const { text, leftOut } = renderConfiguration({
    declaration: gatewayText,
    credentials,
    options,
  });
  return {
    declaration: readDeclaration(text),
    text,
    leftOut: leftOut.map(({ path, message }) => `${path} ${message}`),
  };
};

const refusal = (options: RenderOptions, declaration = gatewayText): string => {
  try {
    renderConfiguration({ declaration, credentials: nobody, options });
  } catch (error) {
    if (error instanceof DeclarationError) return error.message;
    throw error;
  }
  return 'nothing was refused';
};

describe('a rendered configuration', () => {
  it('is kong.yml, where there are no credentials and no options', () => {
    expect(rendered(nobody).declaration).toEqual(readDeclaration(gatewayText));
  });

  it('has the same bytes whatever the order of the credentials', () => {
    const { keys, partners } = sampleCredentials;
    const more = [ellipticKey('people-0'), ...keys];
    const rotating = partner('p0', { keys: [sharedKey('b'), sharedKey('a')] });
    const one = rendered({ keys: more, partners: [rotating, ...partners] });
    const other = rendered({
      keys: [...more].reverse(),
      partners: [...partners, { ...rotating, keys: [...rotating.keys].reverse() }],
    });
    expect(other.text).toBe(one.text);
    expect(one.text.endsWith('}\n')).toBe(true);
  });

  it('keeps every rule of the policy', () => {
    const partners = [partner('p1', { limits: { perMinute: 5 } })];
    const { declaration } = rendered({ ...sampleCredentials, partners }, { gatewaySecret });
    expect(checkPolicy(declaration)).toEqual([]);
  });

  it('is refused where the declaration breaks a rule', () => {
    const open = gatewayText.replace('maximum_expiration: 3600', 'maximum_expiration: 0');
    expect(refusal({}, open)).toContain('lets tokens live too long');
    expect(refusal({}, `${gatewayText}\nunknown: 1\n`)).toContain('unknown unknown field');
  });
});

describe('credentials', () => {
  it('of people are keys of the one consumer "people"', () => {
    const keys = [ellipticKey('next'), ellipticKey('current')];
    const [people] = rendered({ keys, partners: [] }).declaration.consumers;
    expect(people).toMatchObject({
      username: 'people',
      jwt_secrets: [
        { key: 'current', algorithm: 'ES256', rsa_public_key: keys[1]?.publicKeyPem },
        { key: 'next', algorithm: 'ES256', rsa_public_key: keys[0]?.publicKeyPem },
      ],
    });
  });

  it('of a partner are a consumer, with two keys while one is replaced', () => {
    const keys = [sharedKey('new'), sharedKey('old')];
    const { declaration, leftOut } = rendered({ keys: [], partners: [partner('p1', { keys })] });
    expect(declaration.consumers[1]).toEqual({
      username: 'partner-p1',
      custom_id: 'p1',
      jwt_secrets: [
        { key: 'new', algorithm: 'HS256', secret: keys[0]?.secret },
        { key: 'old', algorithm: 'HS256', secret: keys[1]?.secret },
      ],
    });
    expect(leftOut).toEqual([]);
  });

  it('that cannot be used are left out and named, and keep nobody else out', () => {
    const weak = { keyId: 'weak', algorithm: 'HS256', secret: 'tiny-secret' };
    const vault = {
      keyId: 'vault',
      algorithm: 'HS256',
      secret: '{vault://env/shop-secret-of-many-letters}',
    };
    const noKey = { keyId: 'none', algorithm: 'RS256', publicKeyPem: 'no key' };
    const odd = { keyId: 'odd', algorithm: 'none' };
    const { declaration, leftOut, text } = rendered({
      ...sampleCredentials,
      partners: [
        partner('a', { keys: [weak, vault] }),
        partner('b', { keys: [noKey, odd, sharedKey('good')] }),
        partner('c'),
      ],
    });
    expect(declaration.consumers.map(({ username }) => username)).toEqual([
      ...['people', 'partner-b', 'partner-c'],
    ]);
    expect(declaration.consumers[1]?.jwt_secrets.map(({ key }) => key)).toEqual(['good']);
    expect(leftOut).toEqual([
      'key "vault" of partner a holds a placeholder, which Kong takes for the key itself',
      'key "weak" of partner a has a secret shorter than 32 bytes',
      'key "none" of partner b is not a public key in PEM',
      expect.stringContaining('key "odd" of partner b Invalid option'),
    ]);
    expect(text).not.toContain('tiny-secret');
    expect(leftOut.join()).not.toContain('tiny-secret');
  });

  it('of a partner that is there twice are those of the first', () => {
    const again = partner('a', { keys: [sharedKey('second')] });
    const { declaration, leftOut } = rendered({ keys: [], partners: [partner('a'), again] });
    expect(declaration.consumers.map(({ jwt_secrets: [secret] }) => secret?.key)).toEqual([
      ...[undefined, 'key-of-a'],
    ]);
    expect(leftOut).toEqual(['partner a is there twice']);
  });

  it('with the id of another key are left out, so that nobody speaks for people', () => {
    const keys = [ellipticKey('shared-id')];
    const thief = partner('a', { keys: [sharedKey('shared-id')] });
    const { declaration, leftOut } = rendered({ keys, partners: [thief] });
    expect(declaration.consumers.map(({ username }) => username)).toEqual(['people']);
    expect(declaration.consumers[0]?.jwt_secrets[0]?.algorithm).toBe('ES256');
    expect(leftOut).toEqual(['key "shared-id" of partner a has the id of a key of people']);
  });
});

describe('the limits of a partner', () => {
  const limitsOf = (service: string, limits: PartnerCredentials['limits']) => {
    const { plugins } = rendered({ keys: [], partners: [partner('p', { limits })] }).declaration;
    const scope = { service, consumer: 'partner-p' };
    const config = pluginInEffect(plugins, 'rate-limiting', scope)?.config;
    return [config?.minute, config?.hour];
  };

  it.each([
    ['those of the service where nothing was agreed', {}, [1000, 10000]],
    ['those agreed', { perMinute: 50, perHour: 200 }, [50, 200]],
    ['no higher than the usual', { perMinute: 5000, perHour: 90000 }, [1000, 10000]],
    ['of a few in a minute: the usual hour', { perMinute: 10 }, [10, 10000]],
    ['of an hour only: no minute may use more', { perHour: 100 }, [100, 100]],
    ['of more in a minute than in an hour: the hour', { perMinute: 9, perHour: 5 }, [5, 5]],
  ])('are %s', (_, limits, expected) => {
    expect(limitsOf('accounting-core', limits)).toEqual(expected);
  });

  it('lower what each service allows, and never raise it', () => {
    expect(limitsOf('accounting-core-imports', { perMinute: 5000 })).toEqual([10, 60]);
    expect(limitsOf('accounting-core-imports', { perMinute: 5 })).toEqual([5, 60]);
    expect(limitsOf('accounting-core-imports', { perHour: 20 })).toEqual([10, 20]);
  });

  it('are of each service where a token is needed, and of no other', () => {
    const { plugins } = rendered({
      keys: [],
      partners: [partner('p', { limits: { perMinute: 1 } })],
    }).declaration;
    const own = plugins.filter(({ consumer }) => consumer === 'partner-p');
    expect(own.map(({ service }) => service)).toEqual([
      ...['accounting-core', 'accounting-core-imports', 'accounting-core-grpc', 'tax', 'payroll'],
      ...['reporting', 'inventory', 'compliance', 'integration', 'notification', 'audit'],
    ]);
  });
});

describe('a credential that stands in the declaration', () => {
  const changes: readonly (readonly [string, string, string, string])[] = [
    [
      'a key of a consumer',
      '  - username: people\n',
      '  - username: people\n    jwt_secrets:\n' +
        `      - { key: k, algorithm: HS256, secret: ${'s'.repeat(40)} }\n`,
      'consumer "people" has keys',
    ],
    [
      'the secret of the gateway',
      '              - X-Georgian-Tax:true\n',
      '              - X-Georgian-Tax:true\n              - X-Gateway-Secret:known-to-everybody\n',
      'plugin "request-transformer" writes X-Gateway-Secret',
    ],
    [
      'a password of Redis',
      '              limit_by: ip\n              policy: local\n',
      '              limit_by: ip\n              policy: redis\n' +
        '              redis: { host: redis, password: known }\n',
      'plugin "rate-limiting" holds a password of Redis',
    ],
  ];

  it.each(changes)('is refused: %s', (_what, before, after, problem) => {
    expect(gatewayText).toContain(before);
    const message = refusal({}, gatewayText.replace(before, after));
    expect(message).toContain(problem);
    expect(message).not.toContain('known');
  });
});

describe('the secret of the gateway', () => {
  it('is added on every route behind which there is a service, in place of a client’s own', () => {
    const { declaration } = rendered(sampleCredentials, { gatewaySecret });
    for (const { name: route, service } of declaration.routes.filter(({ service }) => service)) {
      const plugins = pluginsInEffect(declaration.plugins, { service, route });
      const transformer = plugins.find((plugin) => plugin.name === 'request-transformer');
      expect(transformer?.config).toMatchObject({
        remove: { headers: expect.arrayContaining(['X-Gateway-Secret']) as string[] },
        add: { headers: expect.arrayContaining([`X-Gateway-Secret:${gatewaySecret}`]) as string[] },
      });
    }
  });

  it('keeps what else is added', () => {
    const { plugins } = rendered(nobody, { gatewaySecret }).declaration;
    const tax = pluginInEffect(plugins, 'request-transformer', { service: 'tax' });
    expect(tax?.config.add.headers).toEqual([
      'X-Georgian-Tax:true',
      `X-Gateway-Secret:${gatewaySecret}`,
    ]);
  });

  it.each(['short', `${gatewaySecret}$(headers.x)`, `${gatewaySecret},${gatewaySecret}`])(
    'is long, and nothing that Kong would evaluate: %s',
    (secret) => {
      expect(refusal({ gatewaySecret: secret })).toBe(
        'The gateway declaration is wrong.\n  gatewaySecret is not 32 or more of A-Z a-z 0-9 _ -',
      );
    },
  );
});

describe('the addresses of services', () => {
  const addressesIn = (upstreams: Readonly<Record<string, string>>) => {
    const { services } = rendered(nobody, { upstreams }).declaration;
    return (name: string): string | undefined => {
      const service = services.find((candidate) => candidate.name === name);
      return service && `${service.protocol}://${service.host}:${service.port}`;
    };
  };

  it('move together where they are of one host, and speak the same', () => {
    const addressOf = addressesIn({ 'accounting-core': 'http://127.0.0.1:18001' });
    expect(addressOf('accounting-core')).toBe('http://127.0.0.1:18001');
    expect(addressOf('accounting-core-imports')).toBe('http://127.0.0.1:18001');
    expect(addressOf('accounting-core-grpc')).toBe('grpc://accounting-core:9001');
    expect(addressOf('tax')).toBe('http://tax:8002');
  });

  it('move alone where a service is named', () => {
    const addressOf = addressesIn({
      compliance: 'https://compliance.internal',
      documentation: 'http://127.0.0.1:9',
      'accounting-core-grpc': 'grpc://127.0.0.1:19001',
    });
    expect(addressOf('compliance-sign-in')).toBe('https://compliance.internal:443');
    expect(addressOf('documentation')).toBe('http://127.0.0.1:9');
    expect(addressOf('accounting-core-grpc')).toBe('grpc://127.0.0.1:19001');
  });

  it.each([
    [{ ledger: 'http://a' }, 'upstreams.ledger moves no service'],
    [{ tax: 'ftp://a' }, 'upstreams.tax is no URL of http, https, grpc or grpcs'],
  ])('are of services that there are: %j', (upstreams, message) => {
    expect(refusal({ upstreams })).toContain(message);
  });
});

describe('the origins of front ends', () => {
  it('replace those of kong.yml, for gRPC-web too', () => {
    const corsOrigins = ['https://a.example.com', 'https://b.example.com'];
    const { plugins } = rendered(nobody, { corsOrigins }).declaration;
    expect(pluginInEffect(plugins, 'cors', {})?.config.origins).toEqual(corsOrigins);
    const scope = { route: 'accounting-core-grpc-web' };
    expect(pluginInEffect(plugins, 'grpc-web', scope)?.config.allow_origin_header).toBe(
      corsOrigins[0],
    );
  });

  it.each([[[]], [['https://a.example.com']], [['*', 'https://a.example.com']]])(
    'are refused where the policy refuses them: %j',
    (corsOrigins) => {
      expect(refusal({ corsOrigins })).toContain('plugin "cors"');
    },
  );
});

describe('with redis', () => {
  it('every limit is counted there, those of partners too', () => {
    const redis = {
      ...{ host: 'redis.internal', ssl: true, ssl_verify: true },
      password: '{vault://env/redis-password}',
    };
    const { plugins } = rendered(
      { keys: [], partners: [partner('p', { limits: { perMinute: 1 } })] },
      { redis },
    ).declaration;
    const limits = plugins.filter((plugin) => plugin.name === 'rate-limiting');
    expect(limits.length).toBeGreaterThan(30);
    for (const { config } of limits) {
      expect(config).toMatchObject({ policy: 'redis', redis: { ...redis, port: 6379 } });
    }
  });
});
