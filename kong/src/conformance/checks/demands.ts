import { demand, demandSame } from '../deviation';
import type { CaseOutcome } from '../testbed';

/** What a check asks of an answer. */
export interface Expected {
  /** One status, or those of which each is safe. */
  readonly status: number | readonly number[];
  /** The member `message` of the body. */
  readonly message?: string | undefined;
  /** The whole body. */
  readonly body?: string;
  /** Values of headers by lower-case name; `undefined` for one that must not be there. */
  readonly headers?: Readonly<Record<string, string | RegExp | undefined>>;
}

const messageOf = (body: string): unknown => {
  try {
    return (JSON.parse(body) as { readonly message?: unknown }).message;
  } catch {
    return body;
  }
};

const demandHeader = (
  name: string,
  got: string | undefined,
  wanted: string | RegExp | undefined,
) => {
  if (wanted instanceof RegExp) {
    demand(got !== undefined && wanted.test(got), `${name} like ${String(wanted)}`, got ?? 'none');
  } else {
    demandSame(`${name}:`, got, wanted);
  }
};

/** Throws unless the client was answered so. */
export const demandAnswer = ({ answer }: Pick<CaseOutcome, 'answer'>, expected: Expected): void => {
  const statuses = [expected.status].flat();
  const { status, body } = answer;
  demand(
    statuses.includes(status),
    `status ${statuses.join(' or ')}`,
    `${status} ${body.slice(0, 120)}`,
  );
  if (expected.message !== undefined) demandSame('message', messageOf(body), expected.message);
  if (expected.body !== undefined) demandSame('body', body, expected.body);
  for (const [name, wanted] of Object.entries(expected.headers ?? {})) {
    demandHeader(name, answer.header(name), wanted);
  }
};

/** Throws unless the gateway answered so by itself. */
export const demandRefused = (outcome: CaseOutcome, expected: Expected): void => {
  demandAnswer(outcome, expected);
  demand(outcome.seen.length === 0, 'the upstream not to be asked', `${outcome.seen.length} times`);
};

/** Throws unless the upstream was asked once and its answer passed; returns what it saw. */
export const demandPassed = (outcome: CaseOutcome, status = 200) => {
  demandAnswer(outcome, { status });
  const [seen] = outcome.seen;
  demand(
    outcome.seen.length === 1,
    'the upstream to be asked once',
    `${outcome.seen.length} times`,
  );
  if (seen === undefined) throw new Error('unreachable');
  return seen;
};
