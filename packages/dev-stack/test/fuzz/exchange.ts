import { Agent, request as openRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FuzzedAnswer } from './answer-check';
import type { RandomRequest } from './random-requests';

const timeoutMs = 20_000;

const headersFor = ({ body, headers }: RandomRequest): Record<string, string> => ({
  ...headers,
  ...(body?.type !== undefined && { 'content-type': body.type }),
  ...(body?.encoding !== undefined && { 'content-encoding': body.encoding }),
  ...(body !== undefined &&
    (body.isChunked === true
      ? { 'transfer-encoding': 'chunked' }
      : { 'content-length': String(body.content.length) })),
});

/** Sends requests as they are, also such as `fetch` refuses to send: a GET with a body. */
export class Exchange {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly baseUrl: string) {}

  /** Rejects when there is no answer. A connection that was closed before it is opened anew. */
  async send(request: RandomRequest): Promise<FuzzedAnswer> {
    const answer = await this.receive(request);
    const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
    return { status: answer.statusCode ?? 0, type, text: await text(answer) };
  }

  close(): void {
    this.agent.destroy();
  }

  private receive(request: RandomRequest): Promise<IncomingMessage> {
    return new Promise((resolve, fail) => {
      const opened = openRequest(this.baseUrl + request.target, {
        agent: this.agent,
        method: request.method,
        headers: headersFor(request),
        timeout: timeoutMs,
      });
      opened.once('response', resolve);
      opened.once('timeout', () => opened.destroy(new Error(`no answer in ${timeoutMs} ms`)));
      opened.once('error', (error: NodeJS.ErrnoException) => {
        if (opened.reusedSocket && error.code === 'ECONNRESET')
          this.receive(request).then(resolve, fail);
        else fail(error);
      });
      opened.end(request.body?.content);
    });
  }
}
