import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decode } from 'jsonwebtoken';
import { demonstration, furtherPermissions } from '../../src/demonstration/company';
import { newestToken } from '../../src/demonstration/letters';
import { letterFolder, passwordFile } from '../../src/service-settings';
import type { Stack } from '../../src/stack';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly nextSteps: readonly unknown[];
}

interface Sent {
  readonly method?: string;
  readonly token?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How somebody signs in. */
interface Person {
  readonly email: string;
  readonly password: string;
}

/**
 * People who may do everything, made for a fuzzing. They sign in as through the gateway, each
 * request from another address, because those that the fuzzing itself gets wrong lock its address
 * out. What they do to themselves and to each other does no harm: there are always more.
 */
export class People {
  /** Without them there would be no more people. */
  readonly untouchable = new Set<string>();
  readonly secrets = new Set<string>();
  private readonly url: string;
  private administrator = '';
  private roleId = '';
  private addressCount = 0;

  constructor(private readonly stack: Pick<Stack, 'services' | 'dataFolder' | 'secrets'>) {
    this.url = stack.services.find(({ name }) => name === 'compliance')?.httpUrl ?? '';
  }

  /** Signs the first administrator in, as whom people are made. */
  async open(): Promise<void> {
    const text = readFileSync(passwordFile(this.stack.dataFolder), 'utf8');
    const [email = '', password = ''] = text.split('\n');
    this.secrets.add(password);
    const tokens = await this.signIn({ email, password });
    if (typeof tokens === 'string') throw new Error(`The administrator is refused: ${tokens}`);
    const { accessToken, userId } = tokens;
    this.administrator = accessToken;
    const role = await this.manage<{ roleId: string }>('/compliance/roles', {
      nameEnglish: 'Everything else',
      nameGeorgian: 'ყველაფერი',
      permissions: furtherPermissions,
    });
    this.roleId = role.roleId;
    this.untouchable.add(userId).add(role.roleId).add(email);
  }

  /** Somebody new, with every permission there is. */
  async engage(): Promise<Person> {
    const person = { email: `${randomUUID()}@example.com`, password: `Fuzz ${randomUUID()}` };
    this.secrets.add(person.password);
    await this.manage('/users', {
      email: person.email,
      displayName: 'Nobody',
      roles: ['administrator', 'chief_accountant', this.roleId],
      acceptedConflicts: { reason: 'A fuzzing tries everything.' },
    });
    const token = newestToken(letterFolder(this.stack.dataFolder), person.email);
    this.secrets.add(token);
    const body = { token, newPassword: person.password };
    await this.require('/auth/invitation-acceptances', { body });
    return person;
  }

  /** The tokens of somebody who can still sign in and do everything; else why they cannot. */
  async signIn(person: Person): Promise<Tokens | string> {
    const answer = await this.send('/auth/login', {
      body: { ...person, companyId: demonstration.companyId },
    });
    if (!answer.ok) return answer.text();
    const tokens = (await answer.json()) as Tokens;
    if (isHalfSignedIn(tokens)) await this.restorePolicy();
    return isHalfSignedIn(tokens) ? JSON.stringify(tokens.nextSteps) : this.kept(tokens);
  }

  async refresh({ refreshToken }: Tokens): Promise<Tokens | string> {
    const answer = await this.send('/auth/refresh', { body: { refreshToken } });
    if (!answer.ok) return answer.text();
    const tokens = (await answer.json()) as Tokens;
    return isHalfSignedIn(tokens) ? JSON.stringify(tokens.nextSteps) : this.kept(tokens);
  }

  private kept(tokens: Tokens): Tokens {
    this.secrets.add(tokens.accessToken).add(tokens.refreshToken);
    return tokens;
  }

  /** A policy that the fuzzing has made may let nobody in. */
  private async restorePolicy(): Promise<void> {
    const token = this.administrator;
    const { version } = await this.require<{ version: number }>('/compliance/policy', { token });
    await this.require('/compliance/policy', {
      ...{ method: 'PUT', token, headers: { 'if-match': `"${version}"` } },
      body: {
        fourEyes: { required: true },
        sessionLengthMinutes: 720,
        password: { lengthMin: 12, historyCount: 5, lifetimeDays: 0 },
        secondFactorRequired: false,
      },
    });
  }

  private manage<Answer>(pattern: string, body: object): Promise<Answer> {
    const headers = { 'idempotency-key': randomUUID() };
    return this.require<Answer>(pattern, { token: this.administrator, body, headers });
  }

  private async require<Answer>(pattern: string, sent: Sent): Promise<Answer> {
    const answer = await this.send(pattern, sent);
    if (!answer.ok) throw new Error(`${pattern} was refused: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  private send(pattern: string, { method, token, body, headers }: Sent): Promise<Response> {
    this.addressCount += 1;
    return fetch(`${this.url}/api/v1${pattern}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        'x-gateway-secret': this.stack.secrets.secretOf('gateway'),
        'x-real-ip': `2001:db8::${this.addressCount.toString(16)}`,
        ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

/** With a second factor, or with something to do before the permissions are granted. */
const isHalfSignedIn = ({ nextSteps }: Partial<Tokens>): boolean => nextSteps?.length !== 0;

const attemptsMax = 5;

/** Somebody signed in, and somebody else once that cannot be. */
export class Bearer {
  private person: Person | undefined;
  private tokens: Tokens | undefined;

  constructor(private readonly people: People) {}

  /** A token that has not been used yet. Throws when nobody can sign in any more. */
  async freshToken(): Promise<string> {
    const refusals: string[] = [];
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const tokens = await this.nextTokens();
      if (typeof tokens !== 'string') {
        this.tokens = tokens;
        return tokens.accessToken;
      }
      this.tokens = undefined;
      refusals.push(tokens);
    }
    throw new Error(`Nobody can sign in any more:\n${refusals.join('\n')}`);
  }

  /** The next token is somebody else's. */
  giveWay(): void {
    this.person = undefined;
    this.tokens = undefined;
  }

  /** What the person knows of themselves, by the names of the fields that ask for it. */
  get own(): Readonly<Record<string, string>> {
    if (this.person === undefined || this.tokens === undefined) return {};
    const { email, password } = this.person;
    const { accessToken, sessionId } = this.tokens;
    const { jti = '' } = decode(accessToken, { json: true }) ?? {};
    return { email, password, currentPassword: password, sessionId, tokenId: jti };
  }

  private async nextTokens(): Promise<Tokens | string> {
    const refreshed = this.tokens && (await this.people.refresh(this.tokens));
    if (typeof refreshed === 'object') return refreshed;
    const again = this.person && (await this.people.signIn(this.person));
    if (typeof again === 'object') return again;
    this.person = await this.people.engage();
    return this.people.signIn(this.person);
  }
}
