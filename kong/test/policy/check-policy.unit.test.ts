import { checkPolicy, type JwtSecret } from '@accounting/kong';
import { changed, type Changeable } from '../changed-declaration';

const problemsAfter = (change: (gateway: Changeable) => void): string[] =>
  checkPolicy(changed(change)).map(({ path, message }) => `${path} ${message}`);

/** One of them, native gRPC, is for no browser. */
const routeCount = changed(() => undefined).routes.length;

const core = 'accounting-core';
const api = 'accounting-core-api';

/** Each change of `kong.yml`, and all that is wrong with it then. */
type Refusals = readonly (readonly [string, (gateway: Changeable) => void, readonly string[]])[];

it('kong.yml as it stands keeps every rule', () => {
  expect(problemsAfter(() => undefined)).toEqual([]);
});

describe('nobody passes without a token:', () => {
  const refusals: Refusals = [
    [
      'a service whose plugin jwt was forgotten',
      ({ remove }) => remove('jwt', { service: 'audit' }),
      [
        'route "audit-api" needs no token, and /api/v1/audit is not in the list of public routes',
        'route "audit-api" counts by consumer, and should count by ip',
        ...['ID', 'Username', 'Custom-ID'].map(
          (name) => `route "audit-api" passes on a client’s own X-Consumer-${name}`,
        ),
        'route "audit-api" passes on a client’s own X-Credential-Identifier',
        'route "audit-api" passes on a client’s own X-Anonymous-Consumer',
      ],
    ],
    [
      'a plugin jwt that is switched off',
      ({ plugin }) => {
        plugin('jwt', { service: core }).enabled = false;
      },
      expect.arrayContaining([
        `route "${api}" needs no token, and /api/v1/accounts is not in the list of public routes`,
      ]) as readonly string[],
    ],
    [
      'a public path that became a prefix',
      ({ route }) => {
        route('sign-in').paths = ['/api/v1/auth/login'];
      },
      [
        'route "sign-in" needs no token, and /api/v1/auth/login ' +
          'is not in the list of public routes',
      ],
    ],
    [
      'a public path with one method more',
      ({ route }) => route('sign-in').methods?.push('DELETE'),
      ['route "sign-in" needs no token, and ~/api/v1/auth/login$ is not public for DELETE'],
    ],
    [
      'a public route without a path',
      ({ route }) => {
        delete route('health').paths;
      },
      [
        'route "health" needs no token and has no path',
        'route "health" has no paths, so that it takes every one',
      ],
    ],
  ];

  it.each(refusals)('%s', (_, change, problems) => {
    expect(problemsAfter(change)).toEqual(problems);
  });
});

describe('a plugin jwt', () => {
  const config = (change: (config: ReturnType<typeof token>['config']) => void) => {
    return (gateway: Changeable): void => change(token(gateway).config);
  };
  const token = ({ plugin }: Changeable) => plugin('jwt', { service: 'tax' });
  const claims = 'does not verify exp and nbf: claims_to_verify is not [exp, nbf]';
  const lifetime = 'lets tokens live too long: maximum_expiration is not 1 to 3600 seconds';

  it.each([
    [config((jwt) => delete jwt.claims_to_verify), claims],
    [config((jwt) => (jwt.claims_to_verify = ['exp'])), claims],
    [config((jwt) => (jwt.claims_to_verify = ['nbf'])), claims],
    [config((jwt) => (jwt.maximum_expiration = 0)), lifetime],
    [config((jwt) => (jwt.maximum_expiration = 3601)), lifetime],
    [
      config((jwt) => (jwt.key_claim_name = 'iss')),
      'does not find the key by the token’s kid: key_claim_name is not kid',
    ],
    [
      config((jwt) => jwt.uri_param_names.push('jwt')),
      'takes tokens from the URL, where logs show them: uri_param_names is not []',
    ],
    [
      config((jwt) => jwt.cookie_names.push('token')),
      'takes tokens from cookies, which browsers send unasked: cookie_names is not []',
    ],
    [
      config((jwt) => jwt.header_names.push('x-token')),
      'takes tokens from where the services do not: header_names is not [authorization]',
    ],
    [
      config((jwt) => (jwt.anonymous = 'people')),
      'lets callers without a token pass: anonymous is set',
    ],
    [
      config((jwt) => (jwt.secret_is_base64 = true)),
      'decodes secrets, which the services do not: secret_is_base64 is true',
    ],
    [
      config((jwt) => (jwt.run_on_preflight = true)),
      'asks preflights for a token, which browsers never send: run_on_preflight is true',
    ],
  ])('%#: $1', (change, message) => {
    expect(problemsAfter(change)).toEqual([`plugin "jwt" of service "tax" ${message}`]);
  });
});

describe('a route', () => {
  const refusals: Refusals = [
    [
      'lists its methods',
      ({ route }) => {
        delete route(api).methods;
      },
      ['lets every method pass: list them'],
    ],
    ['refuses TRACE', ({ route }) => route(api).methods?.push('TRACE'), ['lets TRACE pass']],
    ['refuses CONNECT', ({ route }) => route(api).methods?.push('CONNECT'), ['lets CONNECT pass']],
    [
      'lets preflights pass',
      ({ route }) => {
        route(api).methods = ['GET'];
      },
      ['does not list OPTIONS, so that preflights are answered 404'],
    ],
    [
      'hands the service the whole path',
      ({ route }) => {
        route(api).strip_path = true;
      },
      ['cuts the path that the service needs: strip_path is not false'],
    ],
    [
      'has a path',
      ({ route }) => {
        delete route(api).paths;
      },
      ['has no paths, so that it takes every one'],
    ],
    ...(
      [
        [
          '/internal',
          [
            ...['/internal', '/internal/v1/trust', '/internal/v1/gateway-credentials'],
            '/internal/v1/partner-uses',
          ],
        ],
        ['/internal/v1/new', ['/internal/v1/new']],
        ['/metrics/x', ['/metrics/x']],
        ['/metrics', ['/metrics']],
        ['~/health/.*', ['/health/ready', '/health/live', '~/health/.*']],
        ['/openapi.json', ['/openapi.json']],
        ['~.*trust$', ['/internal/v1/trust']],
        ['/api/v1', ['/api/v1']],
      ] as const
    ).map(
      ([path, reached]) =>
        [
          `does not lead inside: ${path}`,
          ({ route }: Changeable) => route(api).paths?.push(path),
          reached.map((inside) => `lets callers reach ${inside}, which is for machines only`),
        ] as const,
    ),
  ];

  it.each(refusals)('%s', (_, change, problems) => {
    expect(problemsAfter(change)).toEqual(problems.map((problem) => `route "${api}" ${problem}`));
  });

  it('has somebody who answers', () => {
    expect(
      problemsAfter(({ remove }) => remove('request-termination', { route: 'health' })),
    ).toEqual(['route "health" has neither a service nor request-termination, which would answer']);
  });

  it('of gRPC-web cuts its prefix, and passes on the rest', () => {
    const web = 'accounting-core-grpc-web';
    expect(
      problemsAfter(({ route, plugin }) => {
        route(web).strip_path = false;
        plugin('grpc-web', { route: web }).config.pass_stripped_path = false;
      }),
    ).toEqual([
      `route "${web}" is of gRPC-web and does not cut its prefix: strip_path is false`,
      `route "${web}" passes the prefix of gRPC-web on: pass_stripped_path is not true`,
    ]);
  });
});

describe('limits:', () => {
  const refusals: Refusals = [
    [
      'a service without a limit of rate',
      ({ remove }) => remove('rate-limiting', { service: core }),
      ['has no limit of rate'],
    ],
    [
      'callers with a token who are counted by address',
      ({ plugin }) => {
        plugin('rate-limiting', { service: core }).config.limit_by = 'ip';
      },
      ['counts by ip, and should count by consumer'],
    ],
    [
      'a burst without an end to it',
      ({ plugin }) => {
        delete plugin('rate-limiting', { service: core }).config.hour;
      },
      ['has no limit for a minute and for an hour'],
    ],
    [
      'people who are counted together',
      ({ plugin }) => {
        const { config } = plugin('rate-limiting', { service: core, consumer: 'people' });
        config.limit_by = 'consumer';
      },
      ['counts all people together: limit_by is not who they are'],
    ],
    [
      'people who share the limit of partners',
      ({ remove }) => remove('rate-limiting', { service: core, consumer: 'people' }),
      ['has no limit of its own for the consumer "people"'],
    ],
    [
      'a body of any size',
      ({ remove }) => remove('request-size-limiting', { service: core }),
      ['has no limit of size'],
    ],
  ];

  it.each(refusals)('%s', (_, change, problems) => {
    expect(problemsAfter(change)).toEqual(problems.map((problem) => `route "${api}" ${problem}`));
  });

  it('a sign-in without one', () => {
    expect(problemsAfter(({ remove }) => remove('rate-limiting', { route: 'sign-in' }))).toEqual([
      'route "sign-in" has no limit of rate',
    ]);
  });
});

describe('a pattern of a path', () => {
  it.each(['~/a$|/b$', '~/(a)|b', '~/\\(a|b\\)', '~/[)]|b'])(
    'has no alternatives that are not anchored: %s',
    (path) => {
      const problems = problemsAfter(({ route }) => {
        route(api).paths = [path];
      });
      expect(problems.join()).toContain('matches anywhere after the first |');
    },
  );

  it.each(['~/(a|b)$', '~/((a|b)|c)$', '~/a\\|b$', '~/[|]$'])('may have others: %s', (path) => {
    const problems = problemsAfter(({ route }) => {
      route(api).paths = [path];
    });
    expect(problems.join()).not.toContain('anywhere');
  });
});

describe('cors', () => {
  const origins = (...list: string[]) => {
    return ({ plugin }: Changeable): void => {
      plugin('cors').config.origins = list;
      plugin('grpc-web', { route: 'accounting-core-grpc-web' }).config.allow_origin_header =
        list.at(-1) ?? '';
    };
  };
  const good = 'https://app.example.com';
  const other = 'http://localhost:3000';

  it.each([[[good, other]], [[good, 'http://127.0.0.1:8080']]])('may be %j', (list) => {
    expect(problemsAfter(origins(...list))).toEqual([]);
  });

  it.each([
    [['*', good], '"*" stands for any site: name each origin'],
    [
      ['https://*.example.com', good],
      '"https://*.example.com" stands for any site: name each origin',
    ],
    [
      ['https://.+\\.example\\.com', good],
      '"https://.+\\.example\\.com" is no origin: scheme, host and port, nothing more',
    ],
    [[`${good}/`, good], `"${good}/" is no origin: scheme, host and port, nothing more`],
    [
      ['app.example.com', good],
      '"app.example.com" is no origin: scheme, host and port, nothing more',
    ],
    [['null', good], '"null" is no origin: scheme, host and port, nothing more'],
    [
      ['http://app.example.com', good],
      '"http://app.example.com" is not of https, so that anyone on the way may speak for it',
    ],
    [
      [good, good],
      'names fewer than two origins: Kong answers a single one to every site, none is any',
    ],
    [[good], 'names fewer than two origins: Kong answers a single one to every site, none is any'],
  ])('may not be %j', (list, message) => {
    expect(problemsAfter(origins(...list))).toEqual([`plugin "cors" of every route ${message}`]);
  });

  it('names origins and headers, and no method that nobody needs', () => {
    expect(
      problemsAfter(({ plugin, remove }) => {
        const { config } = plugin('cors');
        delete config.origins;
        delete config.headers;
        config.methods.push('TRACE', 'CONNECT');
        config.preflight_continue = true;
        remove('grpc-web', { route: 'accounting-core-grpc-web' });
      }),
    ).toEqual([
      'route "accounting-core-grpc-web" cuts the path that the service needs: ' +
        'strip_path is not false',
      ...[
        'names fewer than two origins: Kong answers a single one to every site, none is any',
        'allows every header: list them',
        'allows TRACE',
        'allows CONNECT',
        'asks the service about preflights',
      ].map((message) => `plugin "cors" of every route ${message}`),
    ]);
  });

  it('is on every route that a browser may call', () => {
    const problems = problemsAfter(({ remove }) => remove('cors'));
    expect(problems).toContain(`route "${api}" has no cors, so that no front end can read it`);
    expect(problems.filter((problem) => problem.includes('has no cors'))).toHaveLength(
      routeCount - 1,
    );
  });

  it('is not undone by gRPC-web', () => {
    const web = { route: 'accounting-core-grpc-web' };
    expect(
      problemsAfter(({ plugin }) => {
        plugin('grpc-web', web).config.allow_origin_header = '*';
      }),
    ).toEqual([`route "${web.route}" answers browsers with the origin "*", unknown to cors`]);
  });
});

describe('headers of identity:', () => {
  const tax = { service: 'tax' };
  const transformer = 'plugin "request-transformer" of service "tax"';

  it.each([
    'X-Consumer-Groups',
    'X-Credential-Username',
    'X-Authenticated-Userid',
    'X-Authenticated-Scope',
    'X-Authenticated-Groups',
    'X-Gateway-Secret',
    'X-Service-Authorization',
    'X-Forwarded-Client-Cert',
  ])('a more specific plugin that forgets to remove %s', (header) => {
    expect(
      problemsAfter(({ plugin }) => {
        const { remove } = plugin('request-transformer', tax).config;
        remove.headers = remove.headers.filter((name) => name !== header);
      }),
    ).toEqual([`route "tax-api" passes on a client’s own ${header}`]);
  });

  it.each([
    'X-Consumer-ID',
    'X-Consumer-Username',
    'X-Consumer-Custom-ID',
    'X-Credential-Identifier',
    'X-Anonymous-Consumer',
  ])('a public service that passes on %s', (header) => {
    expect(
      problemsAfter(({ plugin }) => {
        const { remove } = plugin('request-transformer', { service: 'documentation' }).config;
        remove.headers = remove.headers.filter((name) => name !== header);
      }),
    ).toEqual([`route "documentation" passes on a client’s own ${header}`]);
  });

  it('one consumer for whom nothing is removed', () => {
    const problems = problemsAfter(({ declaration, plugin }) => {
      const loose = structuredClone(plugin('request-transformer'));
      loose.config.remove.headers = [];
      declaration.plugins.push({ ...loose, consumer: 'people', service: core });
    });
    expect(problems).toHaveLength(8);
    expect(problems).toContain(`route "${api}" passes on a client’s own X-Gateway-Secret`);
  });

  const refusals: Refusals = [
    [
      'removing what plugin jwt has set',
      ({ plugin }) =>
        plugin('request-transformer', tax).config.remove.headers.push('X-Consumer-ID'),
      ['route "tax-api" removes X-Consumer-ID, which plugin jwt has set'],
    ],
    [
      'renaming to one',
      ({ plugin }) =>
        plugin('request-transformer', tax).config.rename.headers.push('X-Me:X-Consumer-ID'),
      [`${transformer} renames to x-consumer-id, which says who calls`],
    ],
    [
      'replacing one',
      ({ plugin }) =>
        plugin('request-transformer', tax).config.replace.headers.push('X-Gateway-Secret:a'),
      [`${transformer} replaces x-gateway-secret, which says who calls`],
    ],
    [
      'appending to one',
      ({ plugin }) =>
        plugin('request-transformer', tax).config.append.headers.push('X-Consumer-Groups:a'),
      [`${transformer} appends to x-consumer-groups, which says who calls`],
    ],
    [
      'adding one',
      ({ plugin }) =>
        plugin('request-transformer', tax).config.add.headers.push('X-Consumer-Groups:a'),
      [`${transformer} adds x-consumer-groups, which says who calls`],
    ],
    [
      'adding what a client may have sent',
      ({ plugin }) => plugin('request-transformer', tax).config.add.headers.push('X-Origin:tax'),
      [`${transformer} adds x-origin without removing what a client has sent`],
    ],
  ];

  it.each(refusals)('%s', (_, change, problems) => {
    expect(problemsAfter(change)).toEqual(problems);
  });

  it('the secret of the gateway may be added, where a client’s own is removed', () => {
    expect(
      problemsAfter(({ plugin }) =>
        plugin('request-transformer', tax).config.add.headers.push('X-Gateway-Secret:a'),
      ),
    ).toEqual([]);
  });
});

describe('functions before all else', () => {
  it.each([
    [
      'are there',
      ({ remove }: Changeable) => remove('pre-function'),
      'plugin "pre-function" is missing',
    ],
    [
      'are the known ones, to the letter',
      ({ plugin }: Changeable) => plugin('pre-function').config.access.reverse(),
      'plugin "pre-function" of every route runs something else than the known functions',
    ],
    [
      'are the known ones only',
      ({ plugin }: Changeable) => plugin('pre-function').config.log.push('os.exit()'),
      'plugin "pre-function" of every route runs something else than the known functions',
    ],
    [
      'run everywhere',
      ({ plugin }: Changeable) => {
        plugin('pre-function').service = core;
      },
      `plugin "pre-function" of service "${core}" does not run everywhere`,
    ],
    [
      'are not replaced anywhere',
      ({ declaration, plugin }: Changeable) =>
        declaration.plugins.push({ ...plugin('pre-function'), route: 'health' }),
      'plugin "pre-function" of route "health" replaces the one that runs everywhere',
    ],
  ])('%s', (_, change, problem) => {
    expect(problemsAfter(change)).toEqual([problem]);
  });
});

describe('every answer', () => {
  it('has a correlation id', () => {
    const message = 'does not give each request an X-Correlation-ID and tell it';
    for (const change of [
      ({ remove }: Changeable) => remove('correlation-id'),
      ({ plugin }: Changeable) => (plugin('correlation-id').config.header_name = 'X-Request-ID'),
      ({ plugin }: Changeable) => (plugin('correlation-id').config.generator = 'uuid#counter'),
      ({ plugin }: Changeable) => (plugin('correlation-id').config.echo_downstream = false),
    ]) {
      const problems = problemsAfter(change);
      expect(problems).toHaveLength(routeCount);
      expect(problems).toContain(`route "${api}" ${message}`);
    }
  });

  it.each([
    'Strict-Transport-Security',
    'X-Content-Type-Options',
    'X-Frame-Options',
    'Referrer-Policy',
    'Content-Security-Policy',
  ])('has %s', (header) => {
    const problems = problemsAfter(({ plugin }) => {
      const { add } = plugin('response-transformer').config;
      add.headers = add.headers.filter((entry) => !entry.startsWith(header));
    });
    expect(problems).toHaveLength(routeCount);
    expect(problems).toContain(`route "${api}" answers without ${header}`);
  });
});

describe('credentials', () => {
  it('are looked at for every consumer, and named without their content', () => {
    const secret: JwtSecret = { key: 'k', algorithm: 'HS256', secret: 'short-one' };
    const problems = problemsAfter(({ declaration }) =>
      declaration.consumers.push({ username: 'shop', jwt_secrets: [secret] }),
    );
    expect(problems).toEqual([
      'jwt_secrets[0] of consumer "shop" has a secret shorter than 32 bytes',
    ]);
  });
});
