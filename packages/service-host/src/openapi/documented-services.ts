import { within } from '../lifecycle/bounded';
import { mergeDocuments, type ApiDocument, type ServiceDocument } from './merged-document';

const requestTimeoutMs = 2_000;
const keptMs = 30_000;

/** Asks for the document that describes all services together, as JSON. */
export type ReadMergedDocument = () => Promise<string>;

const fetchDocument = async (url: URL): Promise<ApiDocument> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url.href} answered with status ${response.status}`);
  }
  return (await response.json()) as ApiDocument;
};

/** The gateway answers some requests itself, with a body of its own. */
const gatewayRefusal = {
  type: 'object',
  description:
    'What the gateway answers before any service is asked: a `message`, or for the times of a ' +
    'token the claim that is wrong.',
  properties: {
    message: { type: 'string', examples: ['Unauthorized', 'API rate limit exceeded'] },
    request_id: { type: 'string', description: 'Quote it when you report the problem.' },
    exp: { type: 'string', examples: ['token expired'] },
    nbf: { type: 'string', examples: ['token not valid yet'] },
  },
};

const refusedByGateway = [400, 401, 404, 413, 429, 503, 504].map((status) => `Problem${status}`);

/** Adds what the gateway may answer with to what the services do. */
const throughGateway = (document: ApiDocument): ApiDocument => {
  const { responses = {}, schemas = {}, ...others } = document.components;
  const schema = { $ref: '#/components/schemas/GatewayRefusal' };
  const extended = Object.entries(responses).map(([name, response]) => {
    if (!refusedByGateway.includes(name)) return [name, response] as const;
    const described = response as { readonly content?: object };
    const content = { ...described.content, 'application/json': { schema } };
    return [name, { ...described, content }] as const;
  });
  return {
    ...document,
    components: {
      ...others,
      responses: Object.fromEntries(extended),
      schemas: { ...schemas, GatewayRefusal: gatewayRefusal },
    },
  };
};

const describeAll = (missing: readonly string[]): string =>
  'All services of the Georgian Accounting System, as they are reached through the gateway.' +
  (missing.length === 0 ? '' : ` Not reachable at the moment: ${missing.join(', ')}.`);

/**
 * Asks the other services for their documents and puts them together with that of this one. What
 * was read holds for half a minute; a service that does not answer is left out and named, unless it
 * answered earlier.
 */
export const createMergedDocument = (
  own: ServiceDocument,
  others: ReadonlyMap<string, URL>,
): ReadMergedDocument => {
  const known = new Map<string, ApiDocument>([[own.service, own.document]]);
  let latest: { readonly json: Promise<string>; readonly readAtMs: number } | undefined;
  const read = async (): Promise<string> => {
    await Promise.all(
      [...others].map(async ([service, url]) => {
        const name = `the API document of ${service}`;
        const document = await within(name, requestTimeoutMs, () =>
          fetchDocument(new URL('/openapi.json', url)),
        ).catch(() => undefined);
        if (document !== undefined) known.set(service, document);
      }),
    );
    const all = [...known].map(([service, document]) => ({ service, document }));
    all.sort((one, other) => (one.service < other.service ? -1 : 1));
    const missing = [...others.keys()].filter((service) => !known.has(service));
    const title = 'Georgian Accounting System';
    const merged = mergeDocuments(all, { title, description: describeAll(missing) });
    return JSON.stringify(throughGateway(merged));
  };
  return () => {
    if (latest === undefined || Date.now() - latest.readAtMs >= keptMs) {
      const json = read();
      latest = { json, readAtMs: Date.now() };
      // A failure is not kept: who asks next may find it mended.
      json.catch(() => (latest = undefined));
    }
    return latest.json;
  };
};
