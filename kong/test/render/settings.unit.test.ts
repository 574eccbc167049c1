import { gatewayFile } from '@accounting/kong';
import { readSettings, SettingsError, type Environment } from '../../src/render/settings';

const complete: Environment = {
  COMPLIANCE_URL: 'http://compliance:8006',
  SERVICE_SIGNING_KEY_FILE: 'keys/renderer.pem',
  AUTH_AUDIENCE: 'accounting',
};

const mistakesOf = (args: readonly string[], environment: Environment = complete): string[] => {
  try {
    readSettings(args, environment);
  } catch (error) {
    if (error instanceof SettingsError) return [...error.mistakes];
    throw error;
  }
  return [];
};

const watch = ['--watch', '--admin', 'http://127.0.0.1:8001'];

describe('the settings of the renderer', () => {
  it('to render once, into a file, from a file', () => {
    const args = ['--once', '--output', 'kong.json', '--credentials-file', 'partners.json'];
    expect(readSettings(args, {})).toEqual({
      declarationFile: gatewayFile,
      options: {},
      credentials: { file: 'partners.json' },
      task: { name: 'once', output: 'kong.json' },
    });
  });

  it('to print it, of another declaration', () => {
    const args = ['--once', '--stdout', '--declaration', 'other.yml'];
    expect(readSettings(args, complete)).toMatchObject({
      declarationFile: 'other.yml',
      credentials: {
        complianceUrl: new URL('http://compliance:8006'),
        signingKeyFile: 'keys/renderer.pem',
        audience: 'accounting',
      },
      task: { name: 'once', output: undefined },
    });
  });

  it('to follow credentials, at every node', () => {
    const args = [...watch, '--admin', 'http://127.0.0.2:8001'];
    expect(readSettings(args, complete).task).toEqual({
      name: 'watch',
      adminUrls: [new URL('http://127.0.0.1:8001'), new URL('http://127.0.0.2:8001')],
      intervalMs: 1000,
    });
    expect(
      readSettings(watch, { ...complete, GATEWAY_POLL_INTERVAL_MS: '250' }).task,
    ).toMatchObject({ intervalMs: 250 });
  });

  it('of the environment', () => {
    const { options } = readSettings(watch, {
      ...complete,
      GATEWAY_SECRET: 'new-secret, old-secret',
      GATEWAY_CORS_ORIGINS: 'https://a.example.com, https://b.example.com',
      GATEWAY_UPSTREAMS: 'tax=http://127.0.0.1:8002,audit=http://127.0.0.1:8009',
      GATEWAY_REDIS_URL: 'rediss://kong@redis.internal:6380/2',
      GATEWAY_REDIS_PASSWORD: '{vault://env/redis-password}',
    });
    expect(options).toEqual({
      gatewaySecret: 'new-secret',
      corsOrigins: ['https://a.example.com', 'https://b.example.com'],
      upstreams: { tax: 'http://127.0.0.1:8002', audit: 'http://127.0.0.1:8009' },
      redis: {
        ...{ host: 'redis.internal', port: 6380, database: 2, username: 'kong' },
        ...{ password: '{vault://env/redis-password}' },
        ...{ ssl: true, ssl_verify: true, server_name: 'redis.internal' },
      },
    });
    expect(
      readSettings(watch, { ...complete, GATEWAY_REDIS_URL: 'redis://cache' }).options.redis,
    ).toEqual({ host: 'cache' });
  });

  it('are empty where a variable is', () => {
    const environment = { ...complete, GATEWAY_SECRET: '', GATEWAY_CORS_ORIGINS: '' };
    expect(readSettings(watch, { ...environment, GATEWAY_REDIS_URL: '' }).options).toEqual({});
  });
});

describe('the renderer does not start', () => {
  it.each([
    [[], 'say either --once or --watch'],
    [['--once', ...watch, '--stdout'], 'say either --once or --watch'],
    [['--once'], '--once writes secrets: say where'],
    [['--once', '--stdout', '--output', 'a'], '--once writes secrets: say where'],
    [['--once', '--stdout', '--admin', 'http://a'], '--admin is for --watch'],
    [['--watch'], '--watch needs --admin URL'],
    [['--watch', '--admin', 'a'], '--admin must be an http or https URL'],
    [[...watch, '--stdout'], '--output and --stdout are for --once'],
    [['--watsch'], "Unknown option '--watsch'"],
    [['--once', '--stdout', 'kong.yml'], 'Unexpected argument'],
  ])('with the arguments %j', (args, mistake) => {
    expect(mistakesOf(args).join('\n')).toContain(mistake);
  });

  it.each([
    ['COMPLIANCE_URL', 'ftp://a', 'COMPLIANCE_URL must be an http or https URL'],
    ['GATEWAY_UPSTREAMS', 'http://a', 'GATEWAY_UPSTREAMS must be name=URL'],
    ['GATEWAY_REDIS_URL', 'http://a', 'GATEWAY_REDIS_URL must be redis://'],
    ['GATEWAY_REDIS_URL', 'redis://a/b', 'GATEWAY_REDIS_URL must be redis://'],
    ['GATEWAY_REDIS_URL', 'redis://:p@a', 'GATEWAY_REDIS_URL holds a password'],
    ['GATEWAY_POLL_INTERVAL_MS', '5', 'GATEWAY_POLL_INTERVAL_MS must be 50 to 99999'],
    ['GATEWAY_POLL_INTERVAL_MS', '1s', 'GATEWAY_POLL_INTERVAL_MS must be 50 to 99999'],
  ])('with %s=%s', (name, value, mistake) => {
    const mistakes = mistakesOf(watch, { ...complete, [name]: value });
    expect(mistakes).toEqual([expect.stringContaining(mistake)]);
  });

  it('without what it needs, and says all of it at once', () => {
    const mistakes = mistakesOf(['--watch'], {});
    expect(mistakes.map((mistake) => mistake.split(/[: ]/)[0])).toEqual([
      ...['COMPLIANCE_URL', 'SERVICE_SIGNING_KEY_FILE', 'AUTH_AUDIENCE', '--watch'],
    ]);
    expect(new SettingsError(mistakes).message).toContain('\n  AUTH_AUDIENCE is missing');
  });
});
