import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { DeclarationError } from '@accounting/kong';
import { hashOf } from '../configuration';

/** What the admin listener does with a new declaration. */
export interface Reconfiguration {
  readonly hash: () => string;
  /** Puts it in force; throws a `DeclarationError` and changes nothing if it is wrong. */
  readonly load: (text: string) => void;
}

const answer = (response: ServerResponse, status: number, body?: object): void => {
  const json = body === undefined ? '' : JSON.stringify(body);
  response
    .writeHead(status, {
      ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
      'content-length': Buffer.byteLength(json),
    })
    .end(json);
};

/** The declaration itself, or as the member `config` of a JSON object. */
const declarationIn = (body: string, type: string): string => {
  if (!type.startsWith('application/json')) return body;
  const parsed: unknown = JSON.parse(body);
  const config = (parsed as { readonly config?: unknown } | null)?.config;
  return typeof config === 'string' ? config : body;
};

const refusalOf = ({ problems }: DeclarationError): object => ({
  code: 14,
  name: 'invalid declarative configuration',
  message: 'declarative config is invalid',
  fields: Object.fromEntries(problems.map(({ path, message }) => [path, message])),
});

const load = async (
  request: IncomingMessage,
  response: ServerResponse,
  { hash, load: put }: Reconfiguration,
): Promise<void> => {
  const body = declarationIn(await text(request), request.headers['content-type'] ?? '');
  const checksHash = new URL(request.url ?? '/', 'http://admin').searchParams.has('check_hash');
  if (checksHash && hashOf(body) === hash()) {
    answer(response, 304);
    return;
  }
  put(body);
  answer(response, 201, {});
};

const route = async (
  request: IncomingMessage,
  response: ServerResponse,
  reconfiguration: Reconfiguration,
): Promise<void> => {
  const [path] = (request.url ?? '/').split('?');
  if (request.headers.origin !== undefined) {
    // Any page that a developer visits could otherwise post to this address.
    answer(response, 403, { message: 'Browsers have nothing to say here' });
  } else if (path === '/config' && request.method === 'POST') {
    await load(request, response, reconfiguration);
  } else if (path === '/status' && request.method === 'GET') {
    answer(response, 200, { configuration_hash: reconfiguration.hash() });
  } else {
    answer(response, 404, { message: 'Not found' });
  }
};

/** The listener through which the configuration is replaced; for this machine only. */
export const createAdminServer = (reconfiguration: Reconfiguration): Server =>
  createServer((request, response) => {
    route(request, response, reconfiguration).catch((error: unknown) => {
      if (error instanceof DeclarationError) answer(response, 400, refusalOf(error));
      else answer(response, 400, { message: (error as Error).message });
    });
  });
