import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { invariant } from '@accounting/kernel';
import helmet, { type HelmetOptions } from 'helmet';

/** Headers as name and value in turn, the form that is cheapest to send. */
export type FlatHeaders = readonly string[];

/**
 * What helmet would set, taken once at the start: its headers do not depend on the request, and
 * setting twelve of them one by one on each answer costs more than parsing the body.
 */
const takenFromHelmet = (options: HelmetOptions): FlatHeaders => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(options)(response.req, response, (failure) => {
    invariant(failure === undefined, 'helmet accepts our options');
  });
  return Object.entries(response.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
};

const unloadable = takenFromHelmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
});

/** For JSON answers: nothing in them may be loaded, framed or kept. */
export const jsonSecurityHeaders: FlatHeaders = [...unloadable, 'cache-control', 'no-store'];

/** The same for what is public and may be kept for some seconds. */
export const cachedJsonSecurityHeaders = (seconds: number): FlatHeaders => [
  ...unloadable,
  'cache-control',
  `public, max-age=${seconds}`,
];

/**
 * For the page at /docs: scripts and styles from this server only. Swagger UI sets style attributes
 * and shows icons as data URLs. Requests are not upgraded to HTTPS, which a development machine
 * lacks.
 */
export const pageSecurityHeaders: FlatHeaders = takenFromHelmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
});
