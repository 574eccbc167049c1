import { emailKeyOf, parseDisplayName, parseEmailAddress } from '../../src/domain/person-details';

describe('an email address', () => {
  it('is one whatever its case, its space and the form of its characters', () => {
    const written = ['Nino@Example.GE', '  nino@example.ge ', 'ｎino@example.ge'];
    expect(new Set(written.map((text) => parseEmailAddress(text)?.key))).toEqual(
      new Set(['nino@example.ge']),
    );
    expect(parseEmailAddress(' Nino@Example.GE ')?.address).toBe('Nino@Example.GE');
    expect(emailKeyOf(' ANYTHING at all')).toBe('anything at all');
  });

  it.each([
    ['no @', 'nino.example.ge'],
    ['nobody before the @', '@example.ge'],
    ['nothing after it', 'nino@'],
    ['two addresses', 'nino@example.ge,gia@example.ge'],
    ['a line break', 'nino@example.ge\r\nBcc: all@example.ge'],
    ['a space', 'ni no@example.ge'],
    ['a character nobody sees', 'nino\u200b@example.ge'],
    ['angle brackets', '<nino@example.ge>'],
    ['more than 254 characters', `nino@${'e'.repeat(250)}.ge`],
    ['what is an address only before it is normalised', 'nino@example\uFF1B.ge'],
  ])('has not %s', (_what, text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });
});

describe('a name', () => {
  it('loses the space around it', () => {
    expect(parseDisplayName('  ნინო ბერიძე ')).toBe('ნინო ბერიძე');
  });

  it.each([
    ['empty', '  '],
    ['longer than 200 characters', 'n'.repeat(201)],
    ['of two lines', 'Nino\nBcc: all@example.ge'],
    ['of characters nobody sees', '\u200b\u2028'],
  ])('is not %s', (_what, text) => {
    expect(parseDisplayName(text)).toBeUndefined();
  });
});
