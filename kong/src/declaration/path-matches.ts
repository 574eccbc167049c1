/**
 * Whether a request's path, normalised and without its query, is one of a route's path: a prefix,
 * or after `~` a regular expression anchored at the start only. As in Kong a prefix knows no
 * segments: `/accounts` matches `/accounts-of-old`.
 */
export const pathMatches = (routePath: string, path: string): boolean =>
  routePath.startsWith('~')
    ? new RegExp(`^(?:${routePath.slice(1)})`).test(path)
    : path.startsWith(routePath);
