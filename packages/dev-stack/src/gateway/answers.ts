/** An answer that the gateway gives itself. */
export interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string | undefined;
  /** Names and values in turn. */
  readonly headers?: readonly string[];
}

const json = 'application/json; charset=utf-8';

interface Template {
  readonly contentType: string;
  readonly write: (message: string, requestId: string) => string;
}

const templates: Readonly<Record<'json' | 'html' | 'xml' | 'plain', Template>> = {
  json: {
    contentType: json,
    write: (message, requestId) =>
      `{\n  "message":${JSON.stringify(message)},\n  "request_id":"${requestId}"\n}`,
  },
  html: {
    contentType: 'text/html; charset=utf-8',
    write: (message, requestId) =>
      '<!doctype html>\n<html>\n  <head>\n    <meta charset="utf-8">\n    <title>Error</title>\n' +
      `  </head>\n  <body>\n    <h1>Error</h1>\n    <p>${message}.</p>\n` +
      `    <p>request_id: ${requestId}</p>\n  </body>\n</html>\n`,
  },
  xml: {
    contentType: 'application/xml; charset=utf-8',
    write: (message, requestId) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<error>\n  <message>${message}</message>\n` +
      `  <requestid>${requestId}</requestid>\n</error>`,
  },
  plain: {
    contentType: 'text/plain; charset=utf-8',
    write: (message, requestId) => `${message}\nrequest_id: ${requestId}\n`,
  },
};

const templateNames: Readonly<Record<string, keyof typeof templates>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/xml': 'xml',
  'text/plain': 'plain',
};

const qualityOf = (parameters: readonly string[]): number => {
  const quality = parameters.map((part) => /^\s*q=([0-9.]+)\s*$/.exec(part)?.[1]).find(Boolean);
  return quality === undefined ? 1 : Number(quality);
};

/** The body that the caller asks for: what they prefer of what there is, JSON for anything else. */
const templateFor = (accept: string | undefined): Template => {
  if (accept === undefined) return templates.json;
  const wanted = accept
    .split(',')
    .map((part) => part.split(';'))
    .map(([type = '', ...parameters]) => ({
      type: type.trim().toLowerCase(),
      quality: qualityOf(parameters),
    }))
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  const name = templateNames[wanted[0]?.type ?? ''];
  return name === undefined ? templates.json : templates[name];
};

/** What Kong's core and most of its plugins answer with: a message and the id of the request. */
export const errorAnswer = (
  status: number,
  message: string,
  request: { readonly requestId: string; readonly accept: string | undefined },
  headers: readonly string[] = [],
): GatewayAnswer => {
  const { contentType, write } = templateFor(request.accept);
  return { status, contentType, body: write(message, request.requestId), headers };
};

/** What its jwt plugin answers with: JSON on one line, and no id. */
export const compactAnswer = (
  status: number,
  content: Readonly<Record<string, string>>,
  headers: readonly string[] = [],
): GatewayAnswer => ({ status, contentType: json, body: JSON.stringify(content), headers });

/** Kong 3.9's words for what goes wrong in itself or behind it. */
export const messages = {
  noRoute: 'no Route matched with those values',
  methodNotAllowed: 'Method not allowed',
  badRequest: 'Bad request',
  unexpected: 'An unexpected error occurred',
  invalidResponse: 'An invalid response was received from the upstream server',
  nameResolution: 'name resolution failed',
  timingOut: 'The upstream server is timing out',
  tooLarge: 'Request size limit exceeded',
  lengthRequired: 'A valid Content-Length header is required',
  useHttp2: 'Please use HTTP2 protocol',
} as const;
