import { taxV1 as v1 } from '@accounting/contracts';
import type { CommittedEvent } from '@accounting/event-store';
import type { ActorId, CompanyId, Instant, Uuid } from '@accounting/kernel';
import { messageReader } from '@accounting/testing';
import type { JsonValue } from '@bufbuild/protobuf';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publish, topics } from '../../src/messaging/publish';

interface Sample {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: never;
}

const folder = join(__dirname, '..', 'samples');
const samples = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample,
);

const eventOf = (fact: Sample): CommittedEvent => ({
  eventId: '01936b2e-5a00-7000-8000-00000000000e' as Uuid,
  occurredAt: '2026-11-22T08:00:00.000Z' as Instant,
  metadata: { actorId: 'nino' as ActorId, correlationId: 'request-1' },
  companyId: '0192f0c1-0000-7000-8000-000000000001' as CompanyId,
  streamId: 'vat-return-2026-03',
  streamVersion: 3,
  position: { transactionId: '7', sequence: '9' },
  ...fact,
});

const read = messageReader(v1);
const received = (event: CommittedEvent): JsonValue => read(publish(event));

/** Names of enums in the words of the domain. */
const inDomainWords = (json: JsonValue): unknown => {
  if (typeof json === 'string') {
    return json.replace(/^(VAT_RETURN_KIND|SUBMISSION_CHANNEL)_(\w+)$/, (_, _name, word: string) =>
      word.toLowerCase(),
    );
  }
  if (Array.isArray(json)) return json.map(inDomainWords);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, inDomainWords(value)]),
  );
};

describe('a published fact', () => {
  it.each(samples)('says in its message all that $type says', (sample) => {
    expect(inDomainWords(received(eventOf(sample)))).toEqual(sample.data);
  });

  it('goes to the topic of its aggregate, with who and what it is about', () => {
    const [sample] = samples as [Sample];
    expect(publish(eventOf(sample))).toMatchObject({
      topic: 'tax.vat-return',
      attributes: { source: '/tax/vat-return-2026-03', streamVersion: 3 },
    });
    expect(topics.map(({ name }) => name)).toEqual(['tax.vat-return', 'tax.vat-treatment']);
  });

  it('is refused when this version of the service does not know it or its shape', () => {
    const [sample] = samples as [Sample];
    const forgotten = eventOf({ ...sample, type: 'VatReturnForgotten' });
    expect(() => publish(forgotten)).toThrow('VatReturnForgotten is a fact of tax');
    expect(() => publish(eventOf({ ...sample, schemaVersion: 2 }))).toThrow('the shape of today');
  });
});
