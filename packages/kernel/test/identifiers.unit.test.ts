import { ActorId, CompanyId, Uuid, newUuid } from '@accounting/kernel';

const id = '0192f0c1-7a3b-7c4d-8e5f-0123456789ab';

describe('identifier', () => {
  it('is the same in capitals', () => {
    expect(Uuid.parse(id.toUpperCase())).toBe(id);
    expect(CompanyId.parse(id)).toBe(id);
  });

  it.each(['', id.replaceAll('-', ''), `{${id}}`, ` ${id}`, `${id}\n`, id.replace('c', 'g')])(
    'refuses %j',
    (text) => {
      expect(Uuid.parse(text)).toBeUndefined();
      expect(CompanyId.parse(text)).toBeUndefined();
    },
  );

  it('is new each time, of version 7, and sorts by when it was made', () => {
    const made = Array.from({ length: 1000 }, newUuid);
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
    expect(made.every((each) => Uuid.parse(each) === each && each[14] === '7')).toBe(true);
  });
});

describe('actor', () => {
  it.each(['nino@example.ge', 'partner:shop-1', 'a', 'x'.repeat(128)])('may be %s', (text) => {
    expect(ActorId.parse(text)).toBe(text);
  });

  it.each(['', 'x'.repeat(129), 'two words', 'line\nbreak', 'ნინო'])('may not be %j', (text) => {
    expect(ActorId.parse(text)).toBeUndefined();
  });
});
