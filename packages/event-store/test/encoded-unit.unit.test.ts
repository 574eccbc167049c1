import type { CommitUnit, StreamId } from '@accounting/event-store';
import { encodeUnit } from '../src/encoded-unit';
import { aClaim, anAppend, anEvent, aUnit, newCompany, newStream } from './fixtures';

const company = newCompany();
const stream = newStream();

it.each<[string, Partial<CommitUnit>]>([
  ['a stream twice', { appends: [anAppend(stream, 0), anAppend(stream, 1)] }],
  ['an append without events', { appends: [{ ...anAppend(stream, 0), events: [] }] }],
  ['a negative version', { appends: [anAppend(stream, -1)] }],
  ['a fraction of a version', { appends: [anAppend(stream, 0.5)] }],
  ['a stream id of 201 characters', { appends: [anAppend(`a-${'x'.repeat(199)}`, 0)] }],
  ['a stream id that is not ASCII', { appends: [anAppend('account-საბანკო', 0)] }],
  ['a stream id with a line end', { appends: [anAppend('account-\n', 0)] }],
  ['an empty key', { idempotency: aClaim('') }],
  ['a key of 256 characters', { idempotency: aClaim('k'.repeat(256)) }],
  ['a key that is not ASCII', { idempotency: aClaim('გასაღები') }],
  ['a hash that is none', { idempotency: { ...aClaim('k'), requestHash: 'short' } }],
])('takes %s for a defect', (_name, unit) => {
  expect(() => encodeUnit(aUnit(company, unit), 1)).toThrow('Invariant violated');
});

it.each<[string, Partial<CommitUnit>]>([
  ['a key of one character', { idempotency: aClaim('k') }],
  ['a key of 255 characters', { idempotency: aClaim('k'.repeat(255)) }],
  ['a stream id of 200 characters', { appends: [anAppend(`a-${'x'.repeat(198)}` as StreamId, 0)] }],
])('takes %s', (_name, unit) => {
  expect(encodeUnit(aUnit(company, unit), 1).number).toBe(1);
});

it.each(['\u0000', 'a\\\u0000', '\ud800', '\udfff', 'x\ude00y'])(
  'refuses text that no database holds: %j',
  (text) => {
    const inData = aUnit(company, { appends: [anAppend(stream, 0, anEvent({ text }))] });
    const inAnswer = aUnit(company, { idempotency: aClaim('k', '0', { text }) });
    for (const unit of [inData, inAnswer]) {
      expect(() => encodeUnit(unit, 1)).toThrow('null character');
    }
  },
);

it.each(['\\u0000', '\\\\u0000', '\\ud800', '😀', '\u0001', '\n'])('accepts %j', (text) => {
  const unit = aUnit(company, { appends: [anAppend(stream, 0, anEvent({ text }))] });
  expect(encodeUnit(unit, 1).bytes).toBeGreaterThan(0);
});

it('measures its size in bytes of UTF-8', () => {
  const sizeOf = (text: string): number =>
    encodeUnit(aUnit(company, { appends: [anAppend(stream, 0, anEvent({ text }))] }), 1).bytes;
  expect(sizeOf('ააა') - sizeOf('aaa')).toBe(6);
});
