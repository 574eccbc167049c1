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
    return JSON.stringify(mergeDocuments(all, { title, description: describeAll(missing) }));
  };
  return () => {
    if (latest === undefined || Date.now() - latest.readAtMs >= keptMs) {
      latest = { json: read(), readAtMs: Date.now() };
    }
    return latest.json;
  };
};
