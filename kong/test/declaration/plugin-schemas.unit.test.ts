import { DeclarationError, readDeclaration, type Plugin } from '@accounting/kong';

const textWith = (plugin: object): string =>
  JSON.stringify({ _format_version: '3.0', plugins: [plugin] });

const configOf = (name: string, config?: object): Plugin['config'] | undefined =>
  readDeclaration(textWith({ name, ...(config && { config }) })).plugins[0]?.config;

const problemsOf = (plugin: object): string[] => {
  try {
    readDeclaration(textWith(plugin));
  } catch (error) {
    if (error instanceof DeclarationError) {
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
};

const noHeaders = { headers: [], querystring: [], body: [] };
const allMethods = 'GET HEAD PUT PATCH POST DELETE OPTIONS TRACE CONNECT'.split(' ');

describe('the defaults of Kong 3.9 are those of', () => {
  it.each([
    [
      'jwt',
      {
        ...{ uri_param_names: ['jwt'], cookie_names: [], header_names: ['authorization'] },
        ...{ key_claim_name: 'iss', secret_is_base64: false, maximum_expiration: 0 },
        run_on_preflight: true,
      },
    ],
    [
      'request-size-limiting',
      { allowed_payload_size: 128, size_unit: 'megabytes', require_content_length: false },
    ],
    [
      'cors',
      {
        methods: allMethods,
        credentials: false,
        preflight_continue: false,
        private_network: false,
      },
    ],
    [
      'correlation-id',
      { header_name: 'Kong-Request-ID', generator: 'uuid#counter', echo_downstream: false },
    ],
    [
      'prometheus',
      {
        ...{ per_consumer: false, status_code_metrics: false, latency_metrics: false },
        ...{ bandwidth_metrics: false, upstream_health_metrics: false, ai_metrics: false },
      },
    ],
    [
      'request-transformer',
      {
        ...{ remove: noHeaders, rename: noHeaders, replace: noHeaders },
        ...{ add: noHeaders, append: noHeaders },
      },
    ],
    [
      'response-transformer',
      {
        ...{ remove: { headers: [] }, rename: { headers: [] }, replace: { headers: [] } },
        ...{ add: { headers: [] }, append: { headers: [] } },
      },
    ],
    ['request-termination', { status_code: 503, echo: false }],
    ['grpc-web', { allow_origin_header: '*' }],
  ])('%s', (name, expected) => {
    expect(configOf(name)).toEqual(expected);
  });

  it('rate-limiting', () => {
    expect(configOf('rate-limiting', { minute: 5 })).toEqual({
      ...{ minute: 5, limit_by: 'consumer', policy: 'local', fault_tolerant: true },
      ...{ hide_client_headers: false, error_code: 429, sync_rate: -1 },
      error_message: 'API rate limit exceeded',
      redis: { port: 6379, timeout: 2000, database: 0, ssl: false, ssl_verify: false },
    });
  });

  it('pre-function', () => {
    expect(configOf('pre-function', { access: ['return'] })).toEqual({
      ...{ certificate: [], rewrite: [], access: ['return'], header_filter: [] },
      ...{ body_filter: [], log: [] },
    });
  });

  it('every plugin', () => {
    expect(readDeclaration(textWith({ name: 'cors' })).plugins[0]).toMatchObject({
      enabled: true,
      protocols: ['grpc', 'grpcs', 'http', 'https'],
    });
  });
});

describe('refused is', () => {
  it.each([
    ['a plugin that nobody knows', { name: 'acme' }, 'name: is no plugin that we know'],
    [
      'a limit of lifetime without a check of it',
      { name: 'jwt', config: { maximum_expiration: 60 } },
      'config.maximum_expiration: above 0 needs "exp" in claims_to_verify',
    ],
    [
      'no limit at all',
      { name: 'rate-limiting', config: {} },
      'config.minute: is missing: one of second, minute, hour, day, month, year is needed',
    ],
    [
      'less in an hour than in a minute',
      { name: 'rate-limiting', config: { minute: 60, hour: 10 } },
      'config.hour: is lower than the limit of a shorter period, "minute"',
    ],
    [
      'a limit by a header without a name',
      { name: 'rate-limiting', config: { minute: 1, limit_by: 'header' } },
      'config.header_name: is missing: limit_by is "header"',
    ],
    [
      'a limit by path without one',
      { name: 'rate-limiting', config: { minute: 1, limit_by: 'path' } },
      'config.path: is missing: limit_by is "path"',
    ],
    [
      'redis without a host',
      { name: 'rate-limiting', config: { minute: 1, policy: 'redis' } },
      'config.redis: has no host, and the policy is "redis"',
    ],
    [
      'synchronising what is local',
      { name: 'rate-limiting', config: { minute: 1, sync_rate: 1 } },
      'config.sync_rate: is for the policy "redis" only',
    ],
    [
      'synchronising without a pause',
      {
        name: 'rate-limiting',
        config: { minute: 1, policy: 'redis', redis: { host: 'r' }, sync_rate: 0.01 },
      },
      'config.sync_rate: is shorter than 0.02 seconds',
    ],
    [
      'a header to add without a value',
      { name: 'request-transformer', config: { add: { headers: ['X-A'] } } },
      'config.add.headers[0]: is not "name:value"',
    ],
    [
      'a change of JSON, which re-encodes amounts',
      { name: 'response-transformer', config: { add: { json: ['a:1'] } } },
      'config.add.json: unknown field',
    ],
    [
      'a message beside a body',
      { name: 'request-termination', config: { message: 'm', body: 'b' } },
      'config.message: cannot be used with content_type or body',
    ],
    [
      'a content type without a body',
      { name: 'request-termination', config: { content_type: 'text/plain' } },
      'config.content_type: needs a body',
    ],
    [
      'an echo beside a body',
      { name: 'request-termination', config: { echo: true, body: 'b' } },
      'config.echo: cannot be used with content_type or body',
    ],
    [
      'a pre-function without a function',
      { name: 'pre-function', config: {} },
      'config: has no function in any phase',
    ],
  ])('%s', (_, plugin, problem) => {
    expect(problemsOf(plugin)).toEqual([`plugins[0].${problem}`]);
  });
});
