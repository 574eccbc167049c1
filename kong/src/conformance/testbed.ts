import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demand, Deviation } from './deviation';
import { actHeader, caseHeader, EchoUpstream, type SeenRequest } from './echo-upstream';
import {
  begin,
  send,
  type GatewayAnswer,
  type GatewayRequest,
  type OpenRequest,
} from './gateway-client';
import { exchangeBytes, type RawOutcome } from './raw-connection';
import {
  createIdentities,
  credentialsOf,
  type CredentialChanges,
  type Identities,
} from './token-keys';
import { tokenOf } from './tokens';
import { configurationFor, markerPath, newIds, servicesOf, type Surroundings } from './variant';

/** Which gateway is to be tried. */
export interface ConformanceOptions {
  readonly gatewayUrl: string;
  /** Where `POST /config` is. */
  readonly adminUrl: string;
  /** The text of `kong.yml`. */
  readonly declaration: string;
  /** By what name or address that gateway reaches this machine; 127.0.0.1 unless said otherwise. */
  readonly upstreamHost?: string;
}

/** A request of a check, and what the upstream shall do with it. */
export interface CaseRequest extends GatewayRequest {
  readonly act?: string;
}

/** What became of a request, on both sides of the gateway. */
export interface CaseOutcome {
  readonly answer: GatewayAnswer;
  readonly seen: readonly SeenRequest[];
}

/** A request of a case that is under way. */
export interface OpenCase extends OpenRequest {
  readonly seen: () => readonly SeenRequest[];
}

/** Longer than any gateway takes to put a configuration in force. */
const reloadMs = 10_000;
const pollMs = 10;
/** A gateway may have several processes, of which each learns of a configuration by itself. */
const agreeingAnswers = 8;

const loopback = '127.0.0.1';

/** A gateway with the suite's own services behind it and credentials made for the run. */
export class Testbed {
  readonly identities: Identities = createIdentities();
  readonly gatewaySecret = randomBytes(24).toString('base64url');
  readonly gateway: URL;
  private surroundings: Surroundings | undefined;
  private isAltered: boolean | undefined;
  private readonly upstream: EchoUpstream;

  private constructor(private readonly options: ConformanceOptions) {
    this.gateway = new URL(options.gatewayUrl);
    const { upstreamHost = loopback } = options;
    this.upstream = new EchoUpstream(upstreamHost === loopback ? loopback : '0.0.0.0');
  }

  /** Opens the services; the gateway is not told of them yet. */
  static async open(options: ConformanceOptions): Promise<Testbed> {
    const testbed = new Testbed(options);
    const { declaration, upstreamHost = loopback } = options;
    testbed.surroundings = {
      declaration,
      credentials: credentialsOf(testbed.identities),
      gatewaySecret: testbed.gatewaySecret,
      upstreamHost,
      ports: await testbed.upstream.open(servicesOf(declaration).all),
      closedPort: await testbed.upstream.closedPort(),
      ids: newIds(declaration),
    };
    return testbed;
  }

  /** The text of `kong.yml`. */
  get declaration(): string {
    return this.options.declaration;
  }

  get malformedCount(): number {
    return this.upstream.malformedCount;
  }

  /** A proper token of a person; each time another one. */
  personToken(): string {
    return tokenOf(this.identities.people[0]);
  }

  /** Makes sure that the gateway has the configuration that a check needs. */
  async prepare(isAltered: boolean): Promise<void> {
    if (this.isAltered === isAltered) return;
    await this.load(isAltered);
    this.isAltered = isAltered;
  }

  /** Runs with other credentials in force, and puts the usual ones back. */
  async withCredentials(changes: CredentialChanges, run: () => Promise<void>): Promise<void> {
    await this.load(this.isAltered ?? true, changes);
    try {
      await run();
    } finally {
      await this.load(this.isAltered ?? true);
    }
  }

  /** Sends a request of a new case, and says what the upstream saw of it. */
  async send(request: CaseRequest): Promise<CaseOutcome> {
    const caseId = randomUUID();
    const answer = await send(this.gateway, this.inCase(request, caseId));
    return { answer, seen: this.upstream.seen(caseId) };
  }

  /** Begins a request of a new case; the caller writes its body. */
  begin(request: CaseRequest): OpenCase {
    const caseId = randomUUID();
    const open = begin(this.gateway, this.inCase(request, caseId));
    return { ...open, seen: () => this.upstream.seen(caseId) };
  }

  /** Sends bytes as they are, with `$CASE` and `$HOST` filled in. */
  async sendBytes(
    bytes: string,
    answers = 1,
  ): Promise<RawOutcome & { readonly seen: readonly SeenRequest[] }> {
    const caseId = randomUUID();
    const filled = bytes
      .replaceAll('$CASE', `${caseHeader}: ${caseId}`)
      .replaceAll('$HOST', this.gateway.host);
    const outcome = await exchangeBytes(this.gateway, filled, answers);
    return { ...outcome, seen: this.upstream.seen(caseId) };
  }

  /** What the upstream has seen at all paths with a text in them. */
  seenAt(part: string): readonly SeenRequest[] {
    return this.upstream.seenAt(part);
  }

  /** Waits until something is so; throws a `Deviation` when it never is. */
  async eventually(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const until = Date.now() + reloadMs / 2;
    while (!(await isSo())) {
      if (Date.now() > until) throw new Deviation(what, 'nothing of it in five seconds');
      await sleep(pollMs);
    }
  }

  async close(): Promise<void> {
    await this.upstream.close();
  }

  private inCase({ act, headers = [], ...rest }: CaseRequest, caseId: string): GatewayRequest {
    const acting = act === undefined ? [] : ([[actHeader, act]] as const);
    return { ...rest, headers: [[caseHeader, caseId], ...acting, ...headers] };
  }

  private async load(isAltered: boolean, changes: CredentialChanges = {}): Promise<void> {
    const { surroundings } = this;
    if (surroundings === undefined) throw new Error('the services are not open');
    const credentials = credentialsOf(this.identities, changes);
    const { text, marker } = configurationFor({ ...surroundings, credentials }, isAltered);
    const response = await fetch(new URL('/config', this.options.adminUrl), {
      method: 'POST',
      body: text,
      // Kong takes a declaration as text of any type but its own JSON envelope.
      headers: { 'content-type': 'text/yaml' },
    });
    const refusal = await response.text();
    demand(response.status === 201, 'POST /config to answer 201', `${response.status} ${refusal}`);
    let agreeing = 0;
    await this.eventually('the new configuration to be in force', async () => {
      const { body } = await send(this.gateway, { path: markerPath });
      agreeing = body === marker ? agreeing + 1 : 0;
      return agreeing >= agreeingAnswers;
    });
  }
}
