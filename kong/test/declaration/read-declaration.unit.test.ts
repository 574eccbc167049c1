import { generateKeyPairSync } from 'node:crypto';
import { DeclarationError, readDeclaration, type Declaration } from '@accounting/kong';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Reads a file of these entities; JSON is YAML too. */
const read = (entities: object): Declaration =>
  readDeclaration(JSON.stringify({ _format_version: '3.0', ...entities }));

const problemsOfText = (text: string): string[] => {
  try {
    readDeclaration(text);
  } catch (error) {
    if (error instanceof DeclarationError) {
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
};

const problemsOf = (entities: object): string[] =>
  problemsOfText(JSON.stringify({ _format_version: '3.0', ...entities }));

const ledger = { name: 'ledger', url: 'http://ledger:8001' };
const withPlugin = (plugin: object): object => ({ plugins: [plugin] });

describe('a declaration', () => {
  it('is of the format 3.0', () => {
    expect(problemsOfText('_format_version: "2.1"')).toEqual([
      '_format_version: must be the text "3.0"',
    ]);
    expect(problemsOfText('_format_version: 3.0')).toHaveLength(1);
    expect(problemsOfText('services: []')).toHaveLength(1);
  });

  it('is YAML that the reader of Kong, which follows version 1.1, reads in the same way', () => {
    const format = '_format_version: "3.0"\n';
    expect(problemsOfText(`${format}services: [`)).toHaveLength(1);
    expect(problemsOfText(`${format}services: []\nservices: []`)[0]).toContain('unique');
    const tag = (value: string): string[] =>
      problemsOfText(`${format}consumers: [{ username: ${value} }]`);
    for (const ambiguous of ['on', 'yes', '2026-11-22', '12:30:45', '0100']) {
      expect(tag(ambiguous)[0]).toContain('put it into quotes');
    }
    expect(tag('"on"')).toEqual([]);
    expect(
      problemsOfText(`${format}services: [&a { name: b, host: c }, { <<: *a, name: d }]`)[0],
    ).toContain('put it into quotes');
  });

  it('takes plain aliases', () => {
    const text = [
      '_format_version: "3.0"',
      'routes:',
      '  - { name: one, methods: &methods [GET, POST] }',
      '  - { name: other, methods: *methods }',
    ].join('\n');
    expect(readDeclaration(text).routes.map(({ methods }) => methods)).toEqual([
      ['GET', 'POST'],
      ['GET', 'POST'],
    ]);
  });

  it('has no unknown field, wherever it stands', () => {
    expect(
      problemsOf({
        _info: {},
        services: [
          {
            ...ledger,
            timeout: 1,
            routes: [{ name: 'a', paths: ['/a'], regex: true }],
            plugins: [{ name: 'jwt', config: { key_claim: 'kid' } }],
          },
        ],
        consumers: [{ username: 'p', jwt_secrets: [{ key: 'k', secret: 's', kid: 'x' }] }],
      }),
    ).toEqual([
      'services[0].routes[0].regex: unknown field',
      'services[0].plugins[0].config.key_claim: unknown field',
      'services[0].timeout: unknown field',
      'consumers[0].jwt_secrets[0].kid: unknown field',
      '_info: unknown field',
    ]);
  });

  it('says everything that is wrong at once, and as one text', () => {
    const wrong = { services: [{ name: 'a b' }], routes: [{ name: 'c' }] };
    expect(problemsOf(wrong)).toEqual([
      'services[0].name: may have only letters, digits and the signs . _ ~ -',
      'routes[0].paths: is missing: a route needs methods, hosts, paths or headers',
    ]);
    expect(() => read(wrong)).toThrow(
      'The gateway declaration is wrong.\n  services[0].name may have only',
    );
  });
});

describe('a service', () => {
  it('has the defaults of Kong', () => {
    expect(read({ services: [{ name: 'a', host: 'b' }] }).services).toEqual([
      {
        ...{ name: 'a', protocol: 'http', host: 'b', port: 80, path: undefined, retries: 5 },
        ...{ connect_timeout: 60000, write_timeout: 60000, read_timeout: 60000, enabled: true },
      },
    ]);
  });

  it.each([
    ['http://ledger:8001', { protocol: 'http', port: 8001, path: undefined }],
    ['https://ledger/v2', { protocol: 'https', port: 443, path: '/v2' }],
    ['http://ledger/', { protocol: 'http', port: 80, path: undefined }],
    ['grpc://ledger:9001', { protocol: 'grpc', port: 9001, path: undefined }],
  ])('takes its address from %s', (url, address) => {
    const [service] = read({ services: [{ name: 'a', url }] }).services;
    expect(service).toMatchObject({ ...address, host: 'ledger' });
    expect(service).not.toHaveProperty('url');
  });

  it.each([
    [{ name: 'a' }, 'services[0].host: is missing, and so is url'],
    [{ name: 'a', url: 'ftp://b' }, 'services[0].url: is no URL of http, https, grpc or grpcs'],
    [{ name: 'a', url: 'b' }, 'services[0].url: is no URL of http, https, grpc or grpcs'],
    [{ ...ledger, port: 1 }, 'services[0].port: is given by url already'],
    [{ name: 'a', url: 'grpc://b/c' }, 'services[0].path: cannot be set for gRPC'],
  ])('refuses the address of %j', (service, problem) => {
    expect(problemsOf({ services: [service] })).toEqual([problem]);
  });
});

describe('a route', () => {
  const route = (fields: object) => read({ routes: [{ name: 'a', ...fields }] }).routes[0];

  it('has the defaults of Kong', () => {
    expect(route({ paths: ['/a'] })).toEqual({
      ...{ name: 'a', protocols: ['http', 'https'], paths: ['/a'], strip_path: true },
      ...{ https_redirect_status_code: 426, regex_priority: 0, path_handling: 'v0' },
      ...{ preserve_host: false, request_buffering: true, response_buffering: true },
    });
  });

  it('keeps its path where it speaks gRPC', () => {
    expect(route({ protocols: ['grpc'], paths: ['/a.B/'] })?.strip_path).toBe(false);
  });

  it.each([
    [{ protocols: ['grpc'], paths: ['/a'], methods: ['POST'] }, 'methods'],
    [{ protocols: ['grpc'], paths: ['/a'], strip_path: true }, 'strip_path'],
    [{ protocols: ['grpc', 'http'], paths: ['/a'] }, 'protocols'],
    [{ paths: ['a'] }, 'paths[0]'],
    [{ paths: ['/a//b'] }, 'paths[0]'],
    [{ paths: ['~/a('] }, 'paths[0]'],
    [{ paths: ['~a'] }, 'paths[0]'],
    [{ paths: [] }, 'paths'],
    [{ paths: ['/a'], methods: ['get'] }, 'methods[0]'],
    [{ paths: ['/a'], service: 'nobody' }, 'service'],
  ])('refuses %j', (fields, place) => {
    const problems = problemsOf({ routes: [{ name: 'a', ...fields }] });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([`routes[0].${place}`]);
  });
});

describe('what stands inside another entity', () => {
  it('belongs to it', () => {
    const declaration = read({
      services: [
        {
          ...ledger,
          plugins: [{ name: 'cors' }],
          routes: [{ name: 'accounts', paths: ['/accounts'], plugins: [{ name: 'jwt' }] }],
        },
      ],
      consumers: [
        {
          username: 'people',
          plugins: [{ name: 'rate-limiting', service: 'ledger', config: { minute: 1 } }],
        },
      ],
      plugins: [{ name: 'prometheus' }],
    });
    expect(declaration.routes[0]).toMatchObject({ name: 'accounts', service: 'ledger' });
    expect(
      declaration.plugins.map(({ name, service, route, consumer }) => ({
        ...{ name, service, route, consumer },
      })),
    ).toEqual([
      { name: 'cors', service: 'ledger' },
      { name: 'jwt', route: 'accounts' },
      { name: 'rate-limiting', service: 'ledger', consumer: 'people' },
      { name: 'prometheus' },
    ]);
    expect(Object.keys(declaration.services[0] ?? {})).not.toContain('routes');
  });

  it('does not say so again', () => {
    const cors = { name: 'cors', service: 'ledger' };
    expect(problemsOf({ services: [{ ...ledger, plugins: [cors] }] })).toEqual([
      'services[0].plugins[0].service: is given by where this stands',
    ]);
  });

  it('leads to something', () => {
    expect(
      problemsOf(withPlugin({ name: 'correlation-id', service: 'a', route: 'b', consumer: 'c' })),
    ).toEqual([
      'plugins[0].service: there is no service "a"',
      'plugins[0].route: there is no route "b"',
      'plugins[0].consumer: there is no consumer "c"',
    ]);
  });

  it.each(['jwt', 'cors', 'prometheus', 'pre-function'])(
    'is no %s of a consumer, who is not known when it runs',
    (name) => {
      const config = name === 'pre-function' ? { access: ['return'] } : {};
      const consumers = [{ username: 'people', plugins: [{ name, config }] }];
      expect(problemsOf({ consumers })).toEqual([
        `consumers[0].plugins[0].consumer: cannot be set: ${name} runs before a consumer is known`,
      ]);
    },
  );
});

describe('nothing stands twice:', () => {
  const secret = { key: 'k', secret: 's' };

  it.each([
    [{ services: [ledger, ledger] }, 'services[1].name: is the same as of services[0]'],
    [
      {
        services: [{ ...ledger, routes: [{ name: 'a', paths: ['/a'] }] }],
        routes: [{ name: 'a', paths: ['/b'] }],
      },
      'routes[0].name: is the same as of services[0].routes[0]',
    ],
    [
      { consumers: [{ username: 'a' }, { username: 'a' }] },
      'consumers[1].username: is the same as of consumers[0]',
    ],
    [
      {
        consumers: [
          { username: 'a', custom_id: 'c' },
          { username: 'b', custom_id: 'c' },
        ],
      },
      'consumers[1].custom_id: is the same as of consumers[0]',
    ],
    [
      {
        consumers: [
          { username: 'a', jwt_secrets: [secret] },
          { username: 'b', jwt_secrets: [secret] },
        ],
      },
      'consumers[1].jwt_secrets[0].key: is the same as of consumers[0].jwt_secrets[0]',
    ],
    [
      { plugins: [{ name: 'cors' }, { name: 'cors', config: { max_age: 1 } }] },
      'plugins[1]: is the same as of plugins[0]',
    ],
  ])('%j', (entities, problem) => {
    expect(problemsOf(entities)).toEqual([problem]);
  });
});

describe('a credential', () => {
  const problemsOfSecret = (secret: object): string[] =>
    problemsOf({ consumers: [{ username: 'a', jwt_secrets: [secret] }] }).map((problem) =>
      problem.replace('consumers[0].jwt_secrets[0].', ''),
    );

  it('is of HS256 unless it says otherwise', () => {
    const consumers = [{ username: 'a', jwt_secrets: [{ key: 'k', secret: 's' }] }];
    expect(read({ consumers }).consumers[0]?.jwt_secrets[0]?.algorithm).toBe('HS256');
  });

  it.each(['RS256', 'PS512', 'EdDSA'])('of %s has a public key', (algorithm) => {
    expect(problemsOfSecret({ key: 'k', algorithm })).toEqual([
      'rsa_public_key: is missing, and the algorithm needs one',
    ]);
  });

  it('may lack the key of ES256 as far as Kong is concerned', () => {
    expect(problemsOfSecret({ key: 'k', algorithm: 'ES256' })).toEqual([]);
    expect(
      problemsOfSecret({ key: 'k', algorithm: 'ES256', rsa_public_key: publicKeyPem }),
    ).toEqual([]);
  });

  it('has a public key in PEM, and no private one', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const wrong of ['{vault://env/key}', 'PUBLIC KEY', pem]) {
      expect(problemsOfSecret({ key: 'k', algorithm: 'ES256', rsa_public_key: wrong })).toEqual([
        'rsa_public_key: is not a public key in PEM',
      ]);
    }
  });

  it('has its key, and an algorithm of Kong', () => {
    expect(problemsOfSecret({ secret: 's' })).toHaveLength(1);
    expect(problemsOfSecret({ key: 'k', algorithm: 'none' })).toHaveLength(1);
  });
});

describe('an upstream', () => {
  it('has targets of weight 100', () => {
    const upstreams = [{ name: 'ledgers', targets: [{ target: 'ledger:8001' }] }];
    expect(read({ upstreams }).upstreams).toEqual([
      {
        ...{ name: 'ledgers', algorithm: 'round-robin', slots: 10000 },
        targets: [{ target: 'ledger:8001', weight: 100 }],
      },
    ]);
  });
});
