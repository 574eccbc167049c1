/**
 * All that is answered without a token: the paths of routes, word for word as they stand in
 * `kong.yml`, with the methods they may have beside OPTIONS. Exact paths, because a prefix opens
 * whatever a service adds below it later.
 */
export const publicRoutes: Readonly<Record<string, readonly string[]>> = {
  '~/api/v1/auth/login$': ['POST'],
  '~/api/v1/auth/login/second-factor$': ['POST'],
  '~/api/v1/auth/refresh$': ['POST'],
  '~/api/v1/auth/password-reset-requests$': ['POST'],
  '~/api/v1/auth/password-resets$': ['POST'],
  '~/api/v1/auth/invitation-acceptances$': ['POST'],
  '~/api/v1/auth/\\.well-known/jwks\\.json$': ['GET', 'HEAD'],
  '~/api/v1/openapi\\.json$': ['GET', 'HEAD'],
  '~/docs(/.*)?$': ['GET', 'HEAD'],
  '~/health$': ['GET', 'HEAD'],
};
