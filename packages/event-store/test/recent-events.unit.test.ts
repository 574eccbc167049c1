import type { CommitOutcome, RecentEvents } from '@accounting/event-store';
import { createRecentEvents } from '@accounting/event-store';
import { newUuid, type Uuid } from '@accounting/kernel';
import { encodeUnit, recordedEvents, type EncodedUnit } from '../src/encoded-unit';
import { anAppend, anEvent, aUnit, newCompany, newStream } from './fixtures';

const unitOf = (text = 'x'): EncodedUnit =>
  encodeUnit(aUnit(newCompany(), { appends: [anAppend(newStream(), 0, anEvent({ text }))] }), 1);

const committed = ({ unit }: EncodedUnit): CommitOutcome => ({
  status: 'committed',
  events: recordedEvents(unit),
});

const idsOf = ({ events }: EncodedUnit): Uuid[] => events.map(({ event }) => event.eventId);

describe('events that were recorded a moment ago', () => {
  let recent: RecentEvents;
  beforeEach(() => {
    recent = createRecentEvents();
  });

  it('are found in the order asked for', () => {
    const units = [unitOf('first'), unitOf('second')];
    recent.keep(units, units.map(committed));
    const found = recent.take(units.toReversed().flatMap(idsOf));
    expect(found?.map(({ data }) => data)).toEqual([{ text: 'second' }, { text: 'first' }]);
  });

  it('are found as they were recorded, with their place in the stream', () => {
    const unit = unitOf();
    recent.keep([unit], [committed(unit)]);
    expect(recent.take(idsOf(unit))).toEqual(recordedEvents(unit.unit));
  });

  it('are given to one follower only', () => {
    const unit = unitOf();
    recent.keep([unit], [committed(unit)]);
    recent.take(idsOf(unit));
    expect(recent.take(idsOf(unit))).toBeUndefined();
  });

  it('are not found when one of them is missing, and stay for who asks for the others', () => {
    const unit = unitOf();
    recent.keep([unit], [committed(unit)]);
    expect(recent.take([...idsOf(unit), newUuid()])).toBeUndefined();
    expect(recent.take(idsOf(unit))).toHaveLength(1);
  });

  it('are none of units that were refused', () => {
    const unit = unitOf();
    recent.keep([unit], [{ status: 'key_reused' }]);
    expect(recent.take(idsOf(unit))).toBeUndefined();
  });

  it('take their place once, however often their transaction runs', () => {
    const [first, second] = [unitOf('first'), unitOf('second')];
    recent = createRecentEvents(first.bytes + second.bytes);
    for (const unit of [first, first, first, second]) recent.keep([unit], [committed(unit)]);
    expect(recent.take([first, second].flatMap(idsOf))).toHaveLength(2);
  });

  it('are forgotten, the oldest first, when they are too large together', () => {
    const units = ['first', 'second', 'third'].map((text) => unitOf(text.padEnd(1_000)));
    const [first, second, third] = units;
    const bytes = units.reduce((sum, unit) => sum + unit.bytes, 0);
    recent = createRecentEvents(bytes - 1);
    recent.keep(units, units.map(committed));
    expect(recent.take(idsOf(first as EncodedUnit))).toBeUndefined();
    expect(recent.take([second, third].flatMap((unit) => idsOf(unit as EncodedUnit)))).toHaveLength(
      2,
    );
  });

  it('make room again once they are taken', () => {
    const [first, second] = [unitOf('first'), unitOf('other')];
    recent = createRecentEvents(first.bytes + second.bytes);
    for (let round = 0; round < 3; round += 1) {
      recent.keep([first], [committed(first)]);
      recent.keep([second], [committed(second)]);
      expect(recent.take([first, second].flatMap(idsOf))).toHaveLength(2);
    }
  });
});
