import { dropHopByHop, HeaderList } from '../../src/gateway/header-list';

const list = (...raw: string[]): HeaderList => HeaderList.ofRaw(raw);

describe('a list of headers', () => {
  it('keeps order, spelling and repetitions', () => {
    const raw = ['X-One', '1', 'x-two', '2', 'X-ONE', '3'];
    expect(HeaderList.ofRaw(raw).toRaw()).toEqual(raw);
    expect(list(...raw).get('x-one')).toBe('1');
    expect(list(...raw).all('x-one')).toEqual(['1', '3']);
    expect(list(...raw).get('x-three')).toBeUndefined();
  });

  it('sets one entry in place of all of that name', () => {
    const headers = list('X-One', '1', 'X-Two', '2', 'x-one', '3');
    headers.set('X-ONE', 'new');
    expect(headers.toRaw()).toEqual(['X-Two', '2', 'X-ONE', 'new']);
  });

  it('removes and renames every entry of a name', () => {
    const headers = list('X-One', '1', 'x-one', '2', 'X-Two', '3');
    headers.rename('x-one', 'X-Other');
    expect(headers.toRaw()).toEqual(['X-Other', '1', 'X-Other', '2', 'X-Two', '3']);
    expect(headers.has('x-one')).toBe(false);
    headers.remove('x-other');
    expect(headers.toRaw()).toEqual(['X-Two', '3']);
  });

  it('knows whether one of some names stands there twice', () => {
    const names = new Set(['host']);
    expect(list('Host', 'a', 'X', '1', 'X', '2').repeatsAnyOf(names)).toBe(false);
    expect(list('Host', 'a', 'host', 'a').repeatsAnyOf(names)).toBe(true);
  });
});

describe('headers between neighbours', () => {
  it('do not go further, nor do those that Connection names', () => {
    const headers = list(
      ...['Connection', 'keep-alive, X-Private', 'connection', ' x-other '],
      ...['Keep-Alive', 'timeout=5', 'TE', 'trailers', 'Transfer-Encoding', 'chunked'],
      ...['Upgrade', 'h2c', 'X-Private', '1', 'X-Other', '2', 'X-Kept', '3'],
    );
    dropHopByHop(headers);
    expect(headers.toRaw()).toEqual(['X-Kept', '3']);
  });

  it('never are the length and the host, whatever Connection says', () => {
    const headers = list('Connection', 'Content-Length, Host', 'Host', 'a', 'Content-Length', '5');
    dropHopByHop(headers);
    expect(headers.toRaw()).toEqual(['Host', 'a', 'Content-Length', '5']);
  });
});
