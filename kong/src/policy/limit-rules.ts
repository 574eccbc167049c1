import type { Declaration, Problem } from '../declaration/declaration';
import { limitSubjectHeader } from './known-functions';
import { routeObjection, type RouteView } from './route-view';

const rateProblems = (view: RouteView): Problem[] => {
  const instance = view.find('rate-limiting');
  if (instance === undefined) return [routeObjection(view, 'has no limit of rate')];
  const { limit_by: subject, hour, minute } = instance.config;
  const expected = view.needsToken ? 'consumer' : 'ip';
  return [
    ...(subject === expected
      ? []
      : [routeObjection(view, `counts by ${subject}, and should count by ${expected}`)]),
    ...(minute === undefined || hour === undefined
      ? [routeObjection(view, 'has no limit for a minute and for an hour')]
      : []),
  ];
};

const peopleProblems = (view: RouteView): Problem[] =>
  view.findAll('rate-limiting').flatMap((instance) => {
    if (instance?.consumer !== 'people') return [];
    const { limit_by: subject, header_name: header } = instance.config;
    return subject === 'header' && header === limitSubjectHeader
      ? []
      : [routeObjection(view, 'counts all people together: limit_by is not who they are')];
  });

const peopleHaveTheirOwn = (view: RouteView): Problem[] =>
  view.findAll('rate-limiting').some((instance) => instance?.consumer === 'people')
    ? []
    : [routeObjection(view, 'has no limit of its own for the consumer "people"')];

const sizeProblems = (view: RouteView): Problem[] =>
  view
    .findAll('request-size-limiting')
    .filter((instance) => instance === undefined)
    .map(() => routeObjection(view, 'has no limit of size'));

/** How often and how large: a limit for every route behind which somebody works. */
export const limitRules = (_: Declaration, views: readonly RouteView[]): Problem[] =>
  views
    .filter(({ isProxied }) => isProxied)
    .flatMap((view) => [
      ...rateProblems(view),
      ...sizeProblems(view),
      ...(view.needsToken ? [...peopleProblems(view), ...peopleHaveTheirOwn(view)] : []),
    ]);
