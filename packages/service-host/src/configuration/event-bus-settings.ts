import { X509Certificate } from 'node:crypto';
import { boolean, integer, oneOf, orNone, secret, text, url } from './parsers';
import type { SettingRelation } from './read-settings';
import type { Setting, SettingParser, SettingsOf } from './settings';

const brokerPattern = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/;

/** `host:port` with commas between. */
const brokers: SettingParser<readonly string[]> = (value) => {
  const list = value.split(',').map((part) => part.trim());
  if (!list.every((part) => brokerPattern.test(part))) {
    throw new Error('must be brokers such as kafka-1:9092,kafka-2:9092, with commas between');
  }
  return list;
};

/** One or more certificates in PEM. */
export const certificates: SettingParser<string> = (value) => {
  const pem = value.replaceAll('\\n', '\n');
  try {
    new X509Certificate(pem);
  } catch {
    throw new Error('must be a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----');
  }
  return pem;
};

const setting = <Value>(
  parse: SettingParser<Value>,
  standard: string,
  meaning: string,
): Setting<Value> => ({ parse, meaning, default: standard });

/** What carries facts between services, and how to reach it. */
export const eventBusSettings = {
  EVENT_BUS: setting(
    oneOf('postgres', 'kafka'),
    'postgres',
    'What carries messages between services: kafka, or postgres on a single machine.',
  ),
  MESSAGE_BUS_URL: setting(
    orNone(secret(url('postgresql', 'postgres'))),
    'none',
    'PostgreSQL URL of the database that carries messages; for EVENT_BUS=postgres.',
  ),
  KAFKA_BROKERS: setting(
    orNone(brokers),
    'none',
    'Brokers as host:port with commas; for EVENT_BUS=kafka.',
  ),
  KAFKA_REPLICATION_FACTOR: setting(
    integer({ min: 1, max: 9 }),
    '3',
    'Brokers that keep each message; 1 where there is only one.',
  ),
  KAFKA_TLS: setting(boolean, 'true', 'Whether connections to Kafka are encrypted.'),
  KAFKA_CA: setting(
    orNone(certificates),
    'none',
    "Certificate (PEM) of the authority of Kafka's certificates, where the machine lacks it.",
  ),
  KAFKA_USERNAME: setting(
    orNone(text(255)),
    'none',
    'Name by which this service signs in to Kafka (SASL/SCRAM-SHA-512).',
  ),
  KAFKA_PASSWORD: setting(orNone(secret(text())), 'none', 'Password for KAFKA_USERNAME.'),
};

export type EventBusSettings = typeof eventBusSettings;
export type EventBusConfiguration = SettingsOf<EventBusSettings>;

/** What must hold between them. */
export const eventBusRelations: readonly SettingRelation<EventBusSettings>[] = [
  (values) =>
    values.EVENT_BUS === 'postgres' && values.MESSAGE_BUS_URL === undefined
      ? 'EVENT_BUS=postgres needs MESSAGE_BUS_URL'
      : undefined,
  (values) =>
    values.EVENT_BUS === 'kafka' && values.KAFKA_BROKERS === undefined
      ? 'EVENT_BUS=kafka needs KAFKA_BROKERS'
      : undefined,
  (values) =>
    (values.KAFKA_USERNAME === undefined) === (values.KAFKA_PASSWORD === undefined)
      ? undefined
      : 'KAFKA_USERNAME and KAFKA_PASSWORD need each other',
];
