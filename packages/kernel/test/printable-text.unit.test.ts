import { isPrintableLine, isPrintableText } from '../src/printable-text';

const isReadable = (text: string): readonly boolean[] => [
  isPrintableLine(text, 40),
  isPrintableText(text, 40),
];

describe('text that a person must be able to read', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \u00a0\u3000'],
    ['a blank of braille', '\u2800'],
    ['a zero-width space', '\u200b'],
    ['a Hangul filler', '\u3164'],
    ['a halfwidth filler', '\uffa0'],
    ['a soft hyphen', '\u00ad'],
    ['a joiner', '\u2060'],
    ['a byte order mark', '\ufeff'],
    ['a variation selector', '\ufe0f'],
    ['a tag character', '\u{e0020}'],
    ['several of them among blanks', ' \u200b \u3164\u00ad '],
  ])('is not %s', (_, text) => {
    expect(isReadable(text)).toEqual([false, false]);
  });

  it.each(['ქირა', '-', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 'co\u00adoperate'])(
    'may join and break what is seen: %s',
    (text) => {
      expect(isReadable(text)).toEqual([true, true]);
    },
  );

  it('has its length in characters, seen or not', () => {
    expect(isReadable('\u{1f1ec}'.repeat(40))).toEqual([true, true]);
    expect(isReadable(`x${'\u200b'.repeat(40)}`)).toEqual([false, false]);
  });
});
