import { newUuid, type CompanyId } from '@accounting/kernel';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { AnswerContract } from './answer-contract';

/** What came back. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** The version in the ETag. */
  readonly version: number | undefined;
  readonly isReplay: boolean;
  readonly headers: Headers;
}

/** What is sent besides method and path. */
export interface Sent {
  readonly body?: unknown;
  /** Instead of JSON; its content type is among the headers. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to a request that was refused. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly violations?: readonly {
    readonly field: string;
    readonly code: string;
    readonly message: string;
  }[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A request whose body is on its way. */
export interface Upload<Body> {
  readonly answer: Promise<Answer<Body>>;
  destroy(): void;
}

type Json = Readonly<Record<string, unknown>>;

const versionOf = (headers: Headers): number | undefined => {
  const tag = headers.get('ETag');
  return tag === null ? undefined : Number(tag.replaceAll('"', ''));
};

/** One person of one company. Every answer is held against the service's own API document. */
export class Caller {
  readonly companyId: CompanyId;

  constructor(
    private readonly url: string,
    private readonly who: {
      readonly companyId: CompanyId;
      readonly token: string;
      readonly contract: AnswerContract;
    },
  ) {
    this.companyId = who.companyId;
  }

  async send<Body = Json>(method: string, path: string, sent: Sent = {}): Promise<Answer<Body>> {
    const content = sent.raw ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.who.token}`,
        ...(sent.body !== undefined && { 'content-type': 'application/json' }),
        ...sent.headers,
      },
      ...(content !== undefined && { body: content }),
    });
    return this.understand(method, path, response);
  }

  /** Sends a body piece by piece on a connection of its own; destroying the request cuts it off. */
  upload<Body = Json>(
    path: string,
    { pieces, mediaType }: { pieces: AsyncIterable<string>; mediaType: string },
  ): Upload<Body> {
    const request = httpRequest(`${this.url}/api/v1${path}`, {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${this.who.token}`, 'content-type': mediaType },
    });
    const answer = new Promise<Response>((resolve, fail) => {
      request.on('response', (response) => {
        const headers = Object.entries(response.headers).map(([name, value]) => [
          name,
          String(value),
        ]);
        const init = { status: response.statusCode ?? 0, headers: headers as [string, string][] };
        text(response).then((body) => resolve(new Response(body, init)), fail);
      });
      request.on('error', fail);
    }).then((response) => this.understand<Body>('POST', path, response));
    // Whoever cuts the upload off need not look at what became of the answer.
    answer.catch(() => undefined);
    pipeline(Readable.from(pieces), request).catch(() => undefined);
    return { answer, destroy: () => request.destroy() };
  }

  private async understand<Body>(
    method: string,
    path: string,
    response: Response,
  ): Promise<Answer<Body>> {
    const content = await response.text();
    const body: unknown = content === '' ? undefined : JSON.parse(content);
    this.who.contract.check({ method, path, status: response.status, body });
    return {
      status: response.status,
      body: body as Body,
      version: versionOf(response.headers),
      isReplay: response.headers.get('Idempotency-Replayed') === 'true',
      headers: response.headers,
    };
  }

  get<Body = Json>(path: string): Promise<Answer<Body>> {
    return this.send('GET', path);
  }

  /** Under a key of its own unless one is given. */
  post<Body = Json>(
    path: string,
    body?: unknown,
    { key = newUuid(), version }: { key?: string; version?: number } = {},
  ): Promise<Answer<Body>> {
    const headers = { 'idempotency-key': key, ...ifMatch(version) };
    return this.send('POST', path, { body, headers });
  }

  put<Body = Json>(path: string, body: unknown, version?: number): Promise<Answer<Body>> {
    return this.send('PUT', path, { body, headers: ifMatch(version) });
  }
}

const ifMatch = (version: number | undefined): Record<string, string> =>
  version === undefined ? {} : { 'if-match': `"${version}"` };

/** Body of an answer that must be a success. */
export const accepted = async <Body>(answer: Promise<Answer<Body>>): Promise<Body> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`);
  return body;
};

/** The problem with which a request was refused; fails when it was accepted. */
export const refused = async (answer: Promise<Answer<unknown>>): Promise<Problem> => {
  const { status, body } = await answer;
  if (status < 400) throw new Error(`accepted with ${status}: ${JSON.stringify(body)}`);
  return body as Problem;
};
