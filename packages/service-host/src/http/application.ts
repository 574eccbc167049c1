import type { RequestListener } from 'node:http';
import { reject } from '@accounting/kernel';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { Histogram } from 'prom-client';
import { errors } from '../errors';
import { isInternal, type Route } from '../route';
import { Endpoint } from './endpoint';
import { Exchange, type ExchangeSurroundings } from './exchange';
import { internalPrefix, publicPrefix } from './public-prefix';
import { expressMessages, type ExpressMessages } from './express-messages';
import type { HandlingPolicy } from './handling-policy';
import { routeHandler } from './route-handler';
import { pageSecurityHeaders, type FlatHeaders } from './security-headers';

/** What a page of the host answers with. */
export interface PageContent {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly securityHeaders?: FlatHeaders;
}

/** A page of the host itself: probes, metrics, the API document. No token is asked for. */
export interface TechnicalPage {
  readonly path: string;
  readonly content: () => Promise<PageContent> | PageContent;
}

/** Files below a path, served by express as they are. */
export interface FileFolder {
  readonly path: string;
  readonly folder: string;
}

export interface ApplicationParts {
  readonly routes: readonly Route[];
  readonly pages: readonly TechnicalPage[];
  readonly files: FileFolder;
  readonly policy: HandlingPolicy;
  readonly duration: Histogram<'method' | 'endpoint' | 'status'>;
  readonly surroundings: Omit<ExchangeSurroundings, 'unmatched'> & {
    readonly began: (exchange: Exchange) => void;
  };
}

/** What a server needs to serve an application. */
export interface ServedApplication {
  readonly messages: ExpressMessages;
  readonly listener: RequestListener;
}

type ExchangeHandler = (exchange: Exchange, request: Request) => void | Promise<void>;

const exchangeOf = (response: Response): Exchange => response.locals['exchange'] as Exchange;

const at =
  (endpoint: Endpoint, handle: ExchangeHandler): express.RequestHandler =>
  (request, response) => {
    const exchange = exchangeOf(response);
    exchange.endpoint = endpoint;
    if (exchange.isRefused) exchange.fail(reject(errors.stopping));
    else void handle(exchange, request);
  };

const bareApplication = (): express.Express => {
  const application = express();
  application.disable('x-powered-by');
  // Versions are our entity tags, and queries are read by their schema.
  application.set('etag', false);
  application.set('query parser', false);
  application.set('case sensitive routing', true);
  application.set('strict routing', true);
  return application;
};

const refuseMethod =
  (allowed: string): ExchangeHandler =>
  (exchange) => {
    exchange.fail(reject(errors.methodNotAllowed, { allowed }), ['Allow', allowed]);
  };

const mountRoutes = (application: express.Express, parts: ApplicationParts): void => {
  const byPath = new Map<string, Route[]>();
  for (const route of parts.routes) {
    const pattern = (isInternal(route) ? internalPrefix : publicPrefix) + route.path;
    byPath.set(pattern, [...(byPath.get(pattern) ?? []), route]);
  }
  for (const [pattern, routes] of byPath) {
    const endpoint = new Endpoint(pattern, parts.duration);
    const mounted = application.route(pattern);
    for (const route of routes) {
      mounted[route.method](at(endpoint, routeHandler(route, parts.policy)));
    }
    const allowed = routes.map((route) => route.method.toUpperCase()).join(', ');
    mounted.all(at(endpoint, refuseMethod(allowed)));
  }
};

const mountPages = (application: express.Express, parts: ApplicationParts): void => {
  for (const { path, content } of parts.pages) {
    const endpoint = new Endpoint(path, parts.duration, true);
    const mounted = application.route(path);
    mounted.get(
      at(endpoint, async (exchange) => {
        try {
          exchange.answerPage(await content());
        } catch (thrown) {
          exchange.fail(thrown);
        }
      }),
    );
    mounted.all(at(endpoint, refuseMethod('GET, HEAD')));
  }
};

const mountFiles = (application: express.Express, parts: ApplicationParts): void => {
  const endpoint = new Endpoint(`${parts.files.path}/*`, parts.duration, true);
  application.use(
    parts.files.path,
    (_request, response, next) => {
      exchangeOf(response).endpoint = endpoint;
      for (let index = 0; index + 1 < pageSecurityHeaders.length; index += 2) {
        response.setHeader(pageSecurityHeaders[index] ?? '', pageSecurityHeaders[index + 1] ?? '');
      }
      next();
    },
    express.static(parts.files.folder, { index: false, redirect: false, fallthrough: true }),
    (_request, response, next) => {
      exchangeOf(response).endpoint = endpoint;
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      next();
    },
  );
};

/**
 * The express application of a service. Every request gets an exchange first, which answers it
 * exactly once; routes, pages and the two fallbacks only tell it how.
 */
export const createApplication = (parts: ApplicationParts): ServedApplication => {
  const surroundings: ExchangeSurroundings = {
    ...parts.surroundings,
    unmatched: new Endpoint('unmatched', parts.duration),
  };
  const application = bareApplication();
  mountRoutes(application, parts);
  mountPages(application, parts);
  mountFiles(application, parts);
  application.use((_request: Request, response: Response) => {
    exchangeOf(response).fail(reject(errors.routeNotFound));
  });
  application.use(
    // Express knows an error handler by its four parameters.
    (thrown: unknown, _request: Request, response: Response, _next: NextFunction) => {
      const isMalformed = thrown instanceof URIError || isBadRequest(thrown);
      exchangeOf(response).fail(isMalformed ? reject(errors.malformedPath) : thrown);
    },
  );
  return {
    messages: expressMessages(application),
    listener: (request, response) => {
      const exchange = new Exchange(request, response, surroundings);
      Object.assign(response, { locals: { exchange } });
      parts.surroundings.began(exchange);
      // Express asks nobody about a target that it cannot parse; it would answer with a page.
      application(request as Request, response as Response, (thrown: unknown) => {
        exchange.fail(thrown ?? reject(errors.malformedTarget));
      });
    },
  };
};

/** Express marks a path that it cannot decode with status 400. */
function isBadRequest(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' && thrown !== null && 'status' in thrown && thrown.status === 400
  );
}
