const unreserved = /^[A-Za-z0-9\-._~]$/;
const escapePattern = /%[0-9A-Fa-f]{2}/g;
const brokenEscape = /%(?![0-9A-Fa-f]{2})/;
/** What is neither reserved nor unreserved; a backslash, of which some servers make a slash. */
const foreign = /[^!#$&'()*+,/:;=?@[\]A-Za-z0-9\-_.~%]/g;
/** Most paths are in order already. */
const isInOrder = /^(?:\/[A-Za-z0-9\-_~!$&'()*+,:;=@[\]][A-Za-z0-9\-_~!$&'()*+,:;=@[\].]*)+\/?$/;

const decodeUnreserved = (path: string): string =>
  path.replace(escapePattern, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return unreserved.test(character) ? character : escape.toUpperCase();
  });

const escaped = (path: string): string =>
  path.replace(
    foreign,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

/** Resolves `.` and `..`; `undefined` for a path that climbs above the root. */
const withoutDots = (path: string): string | undefined => {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '..' && kept.pop() === undefined) return undefined;
    if (segment !== '..' && segment !== '.') kept.push(segment);
    // A path that ends in dots names a folder.
    else if (isLast) kept.push('');
  }
  return `/${kept.join('/')}`;
};

/**
 * The one form of a path by which Kong finds the route, and which it sends upstream: unreserved
 * characters decoded, all but these and reserved ones escaped, in capitals, slashes merged, dots
 * resolved (RFC 3986, section 6.2.2). `undefined` for what nginx refuses: an escape that is none, a
 * null byte, a climb above the root.
 */
export const normalisedPath = (path: string): string | undefined => {
  if (!path.startsWith('/')) return undefined;
  if (isInOrder.test(path)) return path;
  if (brokenEscape.test(path) || path.includes('%00')) return undefined;
  return withoutDots(escaped(decodeUnreserved(path)).replace(/\/{2,}/g, '/'));
};
