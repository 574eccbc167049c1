import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Answer, InternalContext, PublicContext, RequestContext } from './context';

export { signedIn } from './identity/authenticator';

/** The methods that the API uses. */
export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A body that is handed over as it arrives, never held in memory as a whole. */
export interface StreamedBody {
  readonly stream: Readable;
  /** The media type without parameters, lower case. */
  readonly mediaType: string;
}

interface RouteShape {
  readonly method: HttpMethod;
  /** Below the public prefix `/api/v1`, with express parameters: `/accounts/:accountId`. */
  readonly path: string;
  /** One imperative sentence for the API document. */
  readonly summary: string;
  /** More for the API document, in Markdown, where a newcomer needs it. */
  readonly description?: string;
  /** The heading under which the API document lists it. */
  readonly tag: string;
  /** The status of a successful answer; 200 unless said otherwise. */
  readonly status?: 200 | 201 | 202;
  /** Error codes of this service that it may answer with, for the API document. */
  readonly errors?: readonly string[];
}

/** A route whose caller has to show a token. */
interface GuardedShape extends RouteShape {
  /**
   * The permission the token must carry, `resource:action`; or `signed-in` for what concerns the
   * person alone whose token it is. Every route declares one.
   */
  readonly permission: string;
  /** True for a route that changes state and then requires an Idempotency-Key. Every POST is. */
  readonly idempotent?: boolean;
  /** Why a POST needs no Idempotency-Key: what makes repeating it harmless. */
  readonly unkeyed?: string;
  /**
   * Whether If-Match with the version read before is required, or honoured when it is sent. Left
   * out by a route that holds nothing against a version; one that changes state then refuses it.
   */
  readonly version?: 'required' | 'optional';
}

/** The schemas by which a request is read as a whole. Unknown fields are refused. */
interface Schemas<
  Parameters extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> {
  readonly parameters?: Parameters;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Response;
  /**
   * Where what was created can be read, below the public prefix: `/notes/n1`. Every route that
   * answers with 201 says so, and the answer gets it as its `Location`.
   */
  location?(answer: z.output<Response>): string;
}

type Handle<
  Context,
  Parameters extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> = (
  context: Context,
  input: {
    readonly parameters: z.output<Parameters>;
    readonly query: z.output<Query>;
    readonly body: z.output<Body>;
  },
) => Promise<Answer<z.input<Response>>>;

/** A route whose input is parsed as a whole by its schemas. */
export interface JsonRoute<
  Parameters extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
>
  extends GuardedShape, Schemas<Parameters, Query, Body, Response> {
  readonly handle: Handle<RequestContext, Parameters, Query, Body, Response>;
}

/**
 * A route for which no token is needed: signing in, public keys. What it changes it must not change
 * twice for one purpose, since there is no company to keep an Idempotency-Key for.
 */
export interface PublicRoute<
  Parameters extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
>
  extends RouteShape, Schemas<Parameters, Query, Body, Response> {
  /** Seconds for which anybody may keep the answer; left out, nobody may. */
  readonly cacheSeconds?: number;
  readonly handlePublic: Handle<PublicContext, Parameters, Query, Body, Response>;
}

/**
 * A route for other services on their own behalf, below `/internal/v1`, where the gateway leads
 * nobody. It needs a service token. Answers to GET carry an ETag of their content, and
 * If-None-Match is honoured.
 */
export interface InternalRoute<
  Parameters extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
>
  extends Omit<RouteShape, 'tag' | 'status'>, Schemas<Parameters, Query, Body, Response> {
  /** The services that may ask; every service unless said otherwise. */
  readonly callers?: readonly string[];
  readonly handleInternal: Handle<InternalContext, Parameters, Query, Body, Response>;
}

/**
 * A route that takes its body as a stream. Neither the body limit nor the request timeout applies;
 * a sender that stalls for longer than `STREAM_IDLE_TIMEOUT_MS` is cut off.
 */
export interface StreamRoute<
  Query extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> extends GuardedShape {
  readonly query?: Query;
  /** Media types accepted, for example `application/x-ndjson`. */
  readonly consumes: readonly string[];
  readonly response: Response;
  readonly handleStream: (
    context: RequestContext,
    input: { readonly query: z.output<Query>; readonly body: StreamedBody },
  ) => Promise<Answer<z.input<Response>>>;
}

/** A route whose caller has to show a token. */
export type GuardedRoute = JsonRoute | StreamRoute;

/** What a service declares; `route`, `streamRoute`, `publicRoute` and `internalRoute` make one. */
export type Route = GuardedRoute | PublicRoute | InternalRoute;

/**
 * Declares a route; the handler's input and answer take their types from the schemas. A schema left
 * out means that the request must not carry that part, and its input is `undefined`. Forgetting the
 * types here is safe, because a handler gets only what its own schemas produced. The host parses
 * input only: answers are checked by the compiler, not at run time.
 */
export const route = <
  Parameters extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodType,
>(
  declared: JsonRoute<Parameters, Query, Body, Response>,
): Route => declared;

/** Declares a route whose body is a stream; see `route`. */
export const streamRoute = <
  Query extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodType,
>(
  declared: StreamRoute<Query, Response>,
): Route => declared;

/** Declares a route that needs no token; see `route`. */
export const publicRoute = <
  Parameters extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodType,
>(
  declared: PublicRoute<Parameters, Query, Body, Response>,
): Route => declared;

/** Declares a route for other services; see `route`. */
export const internalRoute = <
  Parameters extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodType,
>(
  declared: InternalRoute<Parameters, Query, Body, Response>,
): Route => declared;

/** True when the route asks for a token. */
export const isGuarded = (declared: Route): declared is GuardedRoute => 'permission' in declared;

/** True when the route is for other services. */
export const isInternal = (declared: Route): declared is InternalRoute =>
  'handleInternal' in declared;
