import { configurationTable, ConfigurationError, integer, type Environment } from '../../src';
import { readConfiguration } from '../../src/configuration/configuration';
import { testEnvironment } from '../fixtures/start-notes';

const service = {
  name: 'notes',
  httpPort: 8099,
  grpcPort: 9099,
  settings: {
    NOTES_COUNT_MAX: { parse: integer({ min: 1, max: 9 }), default: '3', meaning: 'Notes kept.' },
    NOTES_MIN: { parse: integer({ min: 0, max: 9 }), meaning: 'Notes | needed.' },
  },
  settingRelations: [
    (values: { readonly NOTES_COUNT_MAX: number; readonly NOTES_MIN: number }) =>
      values.NOTES_MIN > values.NOTES_COUNT_MAX ? 'NOTES_MIN is above NOTES_COUNT_MAX' : undefined,
  ],
};

const read = (environment: Environment) =>
  readConfiguration(service, { ...testEnvironment, NOTES_MIN: '1', ...environment });

const mistakesIn = (environment: Environment): readonly string[] => {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes;
    throw error;
  }
  return [];
};

describe('configuration', () => {
  it('hands the service its own settings only, typed and frozen', () => {
    const { service: own } = read({});
    expect(own).toEqual({ NOTES_COUNT_MAX: 3, NOTES_MIN: 1 });
    expect(Object.isFrozen(own)).toBe(true);
  });

  it('takes the ports from the definition unless they are set', () => {
    const { HTTP_PORT: _http, ...rest } = testEnvironment;
    const { host } = readConfiguration(service, { ...rest, GRPC_PORT: '7', NOTES_MIN: '1' });
    expect([host.HTTP_PORT, host.GRPC_PORT]).toEqual([8099, 7]);
  });

  it('reports every mistake at once, each with its name, the reason and the meaning', () => {
    expect(
      mistakesIn({ NOTES_MIN: undefined, LOG_LEVEL: 'loud', DATABASE_URL: ' ', HTTP_PORT: 'x' }),
    ).toEqual([
      expect.stringMatching(
        /^HTTP_PORT must be .* from 0 to 65535\. Meaning: Port of the HTTP API/,
      ),
      expect.stringMatching(/^DATABASE_URL is empty\. Meaning: PostgreSQL URL/),
      expect.stringMatching(/^LOG_LEVEL must be one of trace, .* Meaning: Least severe level/),
      'NOTES_MIN is not set. Meaning: Notes | needed.',
    ]);
  });

  it('never repeats the value of a setting that is wrong', () => {
    expect(mistakesIn({ DATABASE_URL: 'mysql://root:hunter2@host' }).join()).not.toContain(
      'hunter2',
    );
  });

  it.each([
    ['REQUEST_TIMEOUT_MS', { REQUEST_TIMEOUT_MS: '15000' }],
    ['DATABASE_STATEMENT_TIMEOUT_MS', { DATABASE_STATEMENT_TIMEOUT_MS: '10000' }],
    ['GROUP_COMMIT_WRITERS', { GROUP_COMMIT_WRITERS: '4', DATABASE_CONNECTIONS_MAX: '4' }],
    ['HTTP_PORT and GRPC_PORT', { HTTP_PORT: '8000', GRPC_PORT: '8000' }],
    ['NOTES_MIN', { NOTES_MIN: '4' }],
    ['MESSAGE_BUS_URL', { MESSAGE_BUS_URL: 'none' }],
    ['KAFKA_BROKERS', { EVENT_BUS: 'kafka' }],
    ['KAFKA_PASSWORD', { KAFKA_USERNAME: 'notes' }],
  ])('checks how %s relates to other settings', (name, environment) => {
    expect(mistakesIn(environment)).toEqual([expect.stringContaining(name)]);
  });

  it('refuses a service that declares a setting of the host', () => {
    const settings = { HTTP_PORT: { parse: String, meaning: 'Mine.' } };
    const greedy = { ...service, settings, settingRelations: [] };
    expect(() => readConfiguration(greedy, testEnvironment)).toThrow(
      'notes declares settings of the host: HTTP_PORT',
    );
  });

  it('has no default that points at a system or a key', () => {
    const required = mistakesOfNothing().map((mistake) => mistake.split(' ')[0]);
    expect(required).toEqual([
      'DATABASE_URL',
      'BACKGROUND_DATABASE_URL',
      'AUTH_ISSUER',
      'AUTH_AUDIENCE',
      'NOTES_MIN',
    ]);
  });

  it('renders as a table, the own settings first', () => {
    expect(configurationTable(service).split('\n').slice(0, 5)).toEqual([
      '| setting | default | meaning |',
      '| --- | --- | --- |',
      '| `NOTES_COUNT_MAX` | `3` | Notes kept. |',
      '| `NOTES_MIN` | required | Notes \\| needed. |',
      expect.stringMatching(/^\| `HTTP_HOST` \| `127\.0\.0\.1` \|/),
    ]);
  });
});

function mistakesOfNothing(): readonly string[] {
  try {
    readConfiguration(service, {});
  } catch (error) {
    return (error as ConfigurationError).mistakes;
  }
  return [];
}

describe('the settings of called services', () => {
  const calling = {
    ...service,
    calls: { ledger: { service: 'accounting-core', clients: {} } },
  };
  const targetFrom = (text: string | undefined): string | undefined => {
    const environment = { ...testEnvironment, NOTES_MIN: '1', ACCOUNTING_CORE_GRPC_TARGET: text };
    return readConfiguration(calling, environment).targets.get('accounting-core');
  };

  it.each(['dns:///accounting-core:9001', 'ipv4:127.0.0.1:9001', 'ipv4:10.0.0.1:1,10.0.0.2:2'])(
    'take %s',
    (text) => {
      expect(targetFrom(text)).toBe(text);
    },
  );

  it.each([
    'accounting-core:9001',
    'dns:///accounting-core',
    'ipv4:ledger:9001',
    'ipv4:1.1.1.1:1,',
  ])('refuse %s, because it would lead elsewhere or to one replica only', (text) => {
    expect(() => targetFrom(text)).toThrow(
      'ACCOUNTING_CORE_GRPC_TARGET must be dns:///name:port, or ipv4:address:port',
    );
  });

  it('have no default: a service that is called is somewhere', () => {
    expect(() => targetFrom(undefined)).toThrow('ACCOUNTING_CORE_GRPC_TARGET is not set');
    expect(configurationTable(calling)).toContain('| `ACCOUNTING_CORE_GRPC_TARGET` | required |');
  });

  it('are one for each service: to name it twice is a mistake', () => {
    const twice = { ...calling.calls, core: calling.calls.ledger };
    expect(() => configurationTable({ ...calling, calls: twice })).toThrow('each is named once');
  });
});
