import { makeCertificate, temporaryFolder } from '@accounting/server-processes';
import { eventBusSettings } from '../../src/configuration/event-bus-settings';

const { KAFKA_BROKERS, KAFKA_CA } = eventBusSettings;

describe('settings of the event bus', () => {
  it('read brokers with commas between', () => {
    expect(KAFKA_BROKERS.parse('kafka-1:9092, [::1]:9093')).toEqual(['kafka-1:9092', '[::1]:9093']);
  });

  it.each(['kafka-1', 'kafka-1:', ':9092', 'http://kafka:9092', 'a:1,,b:2'])(
    'refuse %s as brokers',
    (text) => {
      expect(() => KAFKA_BROKERS.parse(text)).toThrow('kafka-1:9092,kafka-2:9092');
    },
  );

  it('read a certificate, also with its line ends written out', () => {
    const folder = temporaryFolder('event-bus-settings-');
    const { certificate } = makeCertificate(folder.path);
    folder.remove();
    expect(KAFKA_CA.parse(certificate)).toBe(certificate);
    expect(KAFKA_CA.parse(certificate.replaceAll('\n', '\\n'))).toBe(certificate);
    expect(() => KAFKA_CA.parse('MIIB')).toThrow('-----BEGIN CERTIFICATE-----');
  });
});
