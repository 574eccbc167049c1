import type { Declaration, PluginNamed, Problem } from '../declaration/declaration';
import { publicRoutes } from './public-routes';
import { instancesOf, pluginObjection, routeObjection, type RouteView } from './route-view';

/** Seconds that a token may have left to live. */
const lifetimeSecondsMax = 3600;

const isOnly = (list: readonly string[], only: string): boolean =>
  list.length === 1 && list[0]?.toLowerCase() === only;

const demands: readonly (readonly [(config: PluginNamed<'jwt'>['config']) => boolean, string])[] = [
  [
    ({ claims_to_verify: claims = [] }) => claims.includes('exp') && claims.includes('nbf'),
    'does not verify exp and nbf: claims_to_verify is not [exp, nbf]',
  ],
  [
    ({ maximum_expiration: seconds }) => seconds > 0 && seconds <= lifetimeSecondsMax,
    `lets tokens live too long: maximum_expiration is not 1 to ${lifetimeSecondsMax} seconds`,
  ],
  [
    ({ key_claim_name: claim }) => claim === 'kid',
    'does not find the key by the token’s kid: key_claim_name is not kid',
  ],
  [
    ({ uri_param_names: names }) => names.length === 0,
    'takes tokens from the URL, where logs show them: uri_param_names is not []',
  ],
  [
    ({ cookie_names: names }) => names.length === 0,
    'takes tokens from cookies, which browsers send unasked: cookie_names is not []',
  ],
  [
    ({ header_names: names }) => isOnly(names, 'authorization'),
    'takes tokens from where the services do not: header_names is not [authorization]',
  ],
  [
    ({ anonymous }) => anonymous === undefined,
    'lets callers without a token pass: anonymous is set',
  ],
  [
    ({ secret_is_base64: isBase64 }) => !isBase64,
    'decodes secrets, which the services do not: secret_is_base64 is true',
  ],
  [
    ({ run_on_preflight: runs }) => !runs,
    'asks preflights for a token, which browsers never send: run_on_preflight is true',
  ],
];

const withoutToken = (view: RouteView): Problem[] => {
  const { paths = [], methods = [] } = view.route;
  if (paths.length === 0) return [routeObjection(view, 'needs no token and has no path')];
  return paths.flatMap((path) => {
    const allowed = publicRoutes[path];
    if (allowed === undefined) {
      const message = `needs no token, and ${path} is not in the list of public routes`;
      return [routeObjection(view, message)];
    }
    return methods
      .filter((method) => method !== 'OPTIONS' && !allowed.includes(method))
      .map((method) =>
        routeObjection(view, `needs no token, and ${path} is not public for ${method}`),
      );
  });
};

/** Nobody passes without a token that the gateway has verified, except where it is written down. */
export const tokenRules = (declaration: Declaration, views: readonly RouteView[]): Problem[] => [
  ...instancesOf(declaration, 'jwt').flatMap((plugin) =>
    demands
      .filter(([holds]) => !holds(plugin.config))
      .map(([, message]) => pluginObjection(plugin, message)),
  ),
  ...views.filter(({ needsToken }) => !needsToken).flatMap(withoutToken),
];
