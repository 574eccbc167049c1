import { LineBuffer } from '../../src/observability/line-buffer';

const collectingSink = () => {
  const written: string[] = [];
  let flushes = 0;
  return {
    written,
    flushes: () => flushes,
    write: (text: string) => written.push(text),
    flushSync: () => {
      flushes += 1;
    },
  };
};

describe('line buffer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('hands lines on together, after a quarter of a second', () => {
    const sink = collectingSink();
    const buffer = new LineBuffer(sink);
    buffer.write('a\n');
    buffer.write('b\n');
    expect(sink.written).toEqual([]);
    jest.advanceTimersByTime(250);
    expect(sink.written).toEqual(['a\nb\n']);
    jest.advanceTimersByTime(1_000);
    expect(sink.written).toHaveLength(1);
    buffer.close();
  });

  it('hands them on at once when they fill a batch', () => {
    const sink = collectingSink();
    const buffer = new LineBuffer(sink);
    buffer.write('x'.repeat(8_191));
    expect(sink.written).toHaveLength(0);
    buffer.write('y');
    expect(sink.written).toHaveLength(1);
    buffer.close();
  });

  it('writes what is left when it is closed, and nothing by itself afterwards', () => {
    const sink = collectingSink();
    const buffer = new LineBuffer(sink);
    buffer.write('last\n');
    buffer.close();
    expect(sink.written).toEqual(['last\n']);
    expect(sink.flushes()).toBe(1);
    buffer.write('late\n');
    jest.advanceTimersByTime(1_000);
    expect(sink.written).toEqual(['last\n']);
  });
});
