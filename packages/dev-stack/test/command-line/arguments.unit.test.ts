import { readArguments } from '../../src/command-line/arguments';

describe('the arguments of npm start', () => {
  it('are all optional', () => {
    expect(readArguments([])).toEqual({ fresh: false, once: false, help: false });
    expect(readArguments(['--once', '--fresh'])).toEqual({ fresh: true, once: true, help: false });
  });

  it('are refused when unknown, with the ones there are', () => {
    expect(() => readArguments(['--onse'])).toThrow(/--onse[^]*npm start -- --once/);
  });
});
