import type { Declaration, Problem } from '../declaration/declaration';
import { credentialRules } from './credential-rules';
import { headerRules } from './header-rules';
import { limitRules } from './limit-rules';
import { originRules } from './origin-rules';
import { routeRules } from './route-rules';
import { routeViews } from './route-view';
import { tokenRules } from './token-rules';

const rules = [tokenRules, routeRules, limitRules, originRules, headerRules];

/**
 * What Kong would take and we do not: open routes, weak or unresolved credentials, tokens in URLs,
 * any site reading our answers, identity that a client claims, routes without limits. All of it
 * together; empty when the declaration may be used. Problems name entities, and never hold anything
 * of a key.
 */
export const checkPolicy = (declaration: Declaration): Problem[] => {
  const views = routeViews(declaration);
  return [...credentialRules(declaration), ...rules.flatMap((rule) => rule(declaration, views))];
};
