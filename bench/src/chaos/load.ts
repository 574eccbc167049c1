import { setTimeout as sleep } from 'node:timers/promises';
import { newUuid } from '@accounting/kernel';
import { Agent, fetch } from 'undici';
import { randomAmount } from '../random';
import type { Keeper } from './companies';
import { deadlineMs } from './deadline';

/** Of each lane; the gateway lets a person ask 1,000 times a minute. */
const requestsPerSecond = 4;
const lanesOfKeeper = 4;
const longestPauseMs = 2_000;

/** A posting that was answered with its receipt. */
export interface Acknowledged {
  readonly companyId: string;
  readonly transactionId: string;
}

/** What happened to the load, in figures. */
export interface LoadFigures {
  readonly acknowledged: Acknowledged[];
  /** Postings given up at the end without an answer: in the books once or not at all. */
  readonly inDoubt: { readonly companyId: string; readonly transactionId: string }[];
  readonly statuses: Map<string, number>;
  /** Requests that took longer than any deadline allows. */
  hung: number;
  slowestMs: number;
  /** Reads that did not find what had been acknowledged. */
  lost: string[];
}

interface About {
  readonly body?: object;
  /** The idempotency key. */
  readonly key?: string;
  readonly token?: string;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface LaneOptions {
  readonly client: Client;
  readonly session: Session;
  readonly keeper: Keeper;
  readonly random: () => number;
  readonly figures: LoadFigures;
}

/** Sends one request and notes how it went. */
class Client {
  constructor(
    private readonly url: string,
    private readonly agent: Agent,
    private readonly figures: LoadFigures,
  ) {}

  async send(method: 'GET' | 'POST', path: string, about: About = {}): Promise<Answer> {
    const beganAtMs = Date.now();
    const answer = await this.request(method, path, about);
    const tookMs = Date.now() - beganAtMs;
    this.figures.slowestMs = Math.max(this.figures.slowestMs, tookMs);
    if (tookMs >= deadlineMs) this.figures.hung += 1;
    const label = `${method} /${path.split('/')[1] ?? ''} ${String(answer.status)}`;
    this.figures.statuses.set(label, (this.figures.statuses.get(label) ?? 0) + 1);
    return answer;
  }

  private async request(
    method: 'GET' | 'POST',
    path: string,
    { body, key, token }: About,
  ): Promise<Answer> {
    try {
      const response = await fetch(`${this.url}/api/v1${path}`, {
        method,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(deadlineMs),
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: parsed(await response.text()) };
    } catch {
      return { status: 0, body: {} };
    }
  }
}

/** A keeper's tokens, which their lanes share: one signs in, or refreshes, for all of them. */
class Session {
  private tokens: { readonly access: string; readonly refresh: string } | undefined;
  private changing: Promise<void> | undefined;

  constructor(
    private readonly keeper: Keeper,
    private readonly client: Client,
    private readonly random: () => number,
  ) {}

  /** A token, or `undefined` while nobody can sign in. */
  async token(): Promise<string | undefined> {
    if (this.tokens === undefined) await this.change(() => this.signIn());
    return this.tokens?.access;
  }

  /** The token was refused. */
  forget(token: string | undefined): void {
    if (this.tokens?.access === token) this.tokens = undefined;
  }

  refresh(): Promise<void> {
    return this.change(async () => {
      const refreshToken = this.tokens?.refresh;
      if (refreshToken === undefined) return;
      const answer = await this.client.send('POST', '/auth/refresh', { body: { refreshToken } });
      this.accept(answer);
      // One that was used up without an answer is no use: that is for a new sign-in.
      if (answer.status === 401) this.tokens = undefined;
    });
  }

  private change(work: () => Promise<void>): Promise<void> {
    this.changing ??= work().finally(() => (this.changing = undefined));
    return this.changing;
  }

  private async signIn(): Promise<void> {
    const { email, password } = this.keeper;
    this.accept(await this.client.send('POST', '/auth/login', { body: { email, password } }));
    // Ten a minute from one address: others want to sign in, too.
    if (this.tokens === undefined) await sleep(longestPauseMs * (1 + this.random() * 4));
  }

  private accept({ status, body }: Answer): void {
    if (status !== 200) return;
    this.tokens = { access: String(body['accessToken']), refresh: String(body['refreshToken']) };
  }
}

/** Somebody who posts and reads again and again. */
class Lane {
  constructor(private readonly options: LaneOptions) {}

  async run(stop: AbortSignal, giveUp: AbortSignal): Promise<void> {
    const { random, session } = this.options;
    while (!stop.aborted) {
      const beganAtMs = Date.now();
      const chance = random();
      if (chance < 0.7) await this.post(giveUp);
      else if (chance < 0.85) await this.readBack();
      else if (chance < 0.98) await this.send('GET', '/balances/trial-balance');
      else await session.refresh();
      await sleep(Math.max(0, 1_000 / requestsPerSecond - (Date.now() - beganAtMs)));
    }
  }

  private async post(giveUp: AbortSignal): Promise<void> {
    const { random, figures, keeper } = this.options;
    const { accountIds, companyId } = keeper;
    const first = Math.floor(random() * accountIds.length);
    const second = (first + 1) % accountIds.length;
    const amount = randomAmount(random);
    const transactionId = newUuid();
    const key = newUuid();
    const body = {
      ...{ transactionId, transactionDate: '2026-11-15', description: 'In a storm' },
      entries: [
        { accountId: accountIds[first], debit: amount },
        { accountId: accountIds[second], credit: amount },
      ],
    };
    for (let attempt = 1; !giveUp.aborted; attempt += 1) {
      const { status } = await this.send('POST', '/transactions/post', { body, key });
      if (status === 201) {
        figures.acknowledged.push({ companyId, transactionId });
        return;
      }
      await sleep(Math.min(longestPauseMs, 50 * 2 ** attempt) * (0.5 + random() / 2));
    }
    figures.inDoubt.push({ companyId, transactionId });
  }

  /** What was acknowledged must be there, whichever replica answers. */
  private async readBack(): Promise<void> {
    const { random, figures, keeper } = this.options;
    const own = figures.acknowledged.filter(({ companyId }) => companyId === keeper.companyId);
    const one = own[Math.floor(random() * own.length)];
    if (one === undefined) return;
    const { status, body } = await this.send('GET', `/transactions/${one.transactionId}`);
    if (status === 404 || (status === 200 && body['status'] !== 'posted')) {
      figures.lost.push(`${one.transactionId}: ${String(status)} ${String(body['status'])}`);
    }
  }

  private async send(method: 'GET' | 'POST', path: string, about: About = {}): Promise<Answer> {
    const { session, client } = this.options;
    const token = await session.token();
    if (token === undefined) return { status: 0, body: {} };
    const answer = await client.send(method, path, { ...about, token });
    if (answer.status === 401) session.forget(token);
    return answer;
  }
}

const parsed = (text: string): Answer['body'] => {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return {};
  }
};

/** A load under way. */
export interface RunningLoad {
  readonly figures: LoadFigures;
  /** The token of the first keeper, or `undefined` while nobody can sign in. */
  token(): Promise<string | undefined>;
  /** Begins nothing more, gives what is under way time for its answer, and gives up the rest. */
  stop(graceMs: number): Promise<void>;
}

/** Each keeper works in some lanes, as people and partner systems do, until it is stopped. */
export const startLoad = (
  url: string,
  keepers: readonly Keeper[],
  random: () => number,
): RunningLoad => {
  const figures: LoadFigures = {
    ...{ acknowledged: [], inDoubt: [], statuses: new Map(), hung: 0, slowestMs: 0, lost: [] },
  };
  const [stopping, givingUp] = [new AbortController(), new AbortController()];
  const agent = new Agent({ connections: 64, headersTimeout: 0, bodyTimeout: 0 });
  const client = new Client(url, agent, figures);
  const sessions = keepers.map((keeper) => new Session(keeper, client, random));
  const lanes = keepers.flatMap((keeper, index) => {
    const session = sessions[index] as Session;
    return Array.from({ length: lanesOfKeeper }, () =>
      new Lane({ client, session, keeper, random, figures }).run(stopping.signal, givingUp.signal),
    );
  });
  return {
    figures,
    token: async () => sessions[0]?.token(),
    stop: async (graceMs) => {
      stopping.abort();
      const late = setTimeout(() => givingUp.abort(), graceMs);
      await Promise.all(lanes);
      clearTimeout(late);
      await agent.close();
    },
  };
};
