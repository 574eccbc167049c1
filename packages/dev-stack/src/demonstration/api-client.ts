import { StackError } from '../stack-error';

/** What an operation answered. */
export interface ApiAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  /** True when this is the first answer of an earlier request with the same key. */
  readonly replayed: boolean;
}

/** The part of a problem document (RFC 9457) that a person needs. */
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly violations?: readonly { readonly field: string; readonly message: string }[];
}

const requestTimeoutMs = 15_000;

const describeProblem = (text: string): string => {
  const { code, detail, violations = [] } = JSON.parse(text) as Problem;
  const places = violations.map(({ field, message }) => `\n  ${field}: ${message}`);
  return `${code}: ${detail}${places.join('')}`;
};

const describeRefusal = (response: Response, text: string): string => {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  return `${response.status} ${isProblem === true ? describeProblem(text) : text.slice(0, 500)}`;
};

/** Calls the HTTP API as one person. Throws with the problem's own words when it is refused. */
export class ApiClient {
  constructor(
    /** `http://127.0.0.1:8000`. */
    private readonly baseUrl: string,
    /** The access token; left out for what needs none. */
    private readonly token?: string,
  ) {}

  get(path: string): Promise<ApiAnswer> {
    return this.send('GET', path, { headers: {} });
  }

  put(path: string, body: unknown): Promise<ApiAnswer> {
    return this.send('PUT', path, { headers: {}, body });
  }

  /** Posts under an idempotency key: a repeated key changes nothing and gives the first answer. */
  post(path: string, idempotencyKey: string, body?: unknown): Promise<ApiAnswer> {
    return this.send('POST', path, { headers: { 'Idempotency-Key': idempotencyKey }, body });
  }

  /** Posts what needs no idempotency key. */
  postUnkeyed(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.send('POST', path, { headers: {}, body });
  }

  private async send(
    method: string,
    path: string,
    { headers, body }: { readonly headers: Record<string, string>; readonly body?: unknown },
  ): Promise<ApiAnswer> {
    const response = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new StackError(`${method} ${path} was refused: ${describeRefusal(response, text)}`);
    }
    return {
      body: JSON.parse(text) as Record<string, unknown>,
      replayed: response.headers.get('Idempotency-Replayed') === 'true',
    };
  }
}
