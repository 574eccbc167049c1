import type { AnswerCheck } from './answer-check';
import { nameOf, type PlacedOperation } from './api-document';
import type { Exchange } from './exchange';
import type { KnownValues } from './known-values';
import type { Bearer } from './people';
import type { RandomRequest, RandomRequests } from './random-requests';

/** What requests of a fuzzing share. */
export interface Fuzzing {
  readonly requests: RandomRequests;
  readonly check: AnswerCheck;
  readonly known: KnownValues;
  readonly exchangeWith: (placed: PlacedOperation) => Exchange;
}

/** What came of it. */
export interface FuzzingReport {
  /** What was wrong with answers. */
  readonly complaints: readonly string[];
  /** Statuses of the answers of each operation, by its name. */
  readonly statuses: ReadonlyMap<string, ReadonlySet<number>>;
}

const shown = ({ body, headers }: RandomRequest): string => {
  const { type = '', encoding = '', content = '' } = body ?? {};
  return `${JSON.stringify(headers)} ${type} ${encoding} ${content.toString().slice(0, 1_000)}`;
};

/** How one operation is fuzzed: what to send with each request, told of each answer's status. */
interface Caller {
  headers(): Promise<Readonly<Record<string, string>>>;
  answered(status: number): void;
}

const fuzzOne = async (placed: PlacedOperation, fuzzing: Fuzzing, caller: Caller) => {
  const complaints: string[] = [];
  const statuses = new Set<number>();
  const exchange = fuzzing.exchangeWith(placed);
  for (const made of fuzzing.requests.of(placed)) {
    const request = { ...made, headers: { ...made.headers, ...(await caller.headers()) } };
    const at = `${nameOf(placed)} ${request.target} ${shown(made)}`;
    try {
      const answer = await exchange.send(request);
      statuses.add(answer.status);
      caller.answered(answer.status);
      const complaint = fuzzing.check.complaintAbout(placed, answer);
      if (complaint !== undefined) complaints.push(`${at} ${complaint}`);
      else if (answer.status < 300) fuzzing.known.learn(JSON.parse(answer.text));
    } catch (error) {
      complaints.push(`${at} is not answered: ${String(error)}`);
    }
  }
  return { complaints, statuses };
};

const fuzzAll = async (
  operations: readonly PlacedOperation[],
  fuzzing: Fuzzing,
  callerOf: () => Caller,
): Promise<FuzzingReport> => {
  const complaints: string[] = [];
  const statuses = new Map<string, ReadonlySet<number>>();
  for (const placed of operations) {
    const found = await fuzzOne(placed, fuzzing, callerOf());
    complaints.push(...found.complaints);
    statuses.set(nameOf(placed), found.statuses);
  }
  return { complaints, statuses };
};

/**
 * Fuzzes operations signed in. Each begins with a new token; a refused one is replaced, because
 * many operations end the session that calls them. Who has called too often gives way to somebody
 * else, because the gateway counts people.
 */
export const fuzzSignedIn = (
  operations: readonly PlacedOperation[],
  fuzzing: Fuzzing,
  bearer: Bearer,
): Promise<FuzzingReport> =>
  fuzzAll(operations, fuzzing, () => {
    let token: string | undefined;
    return {
      headers: async () => {
        token ??= await bearer.freshToken();
        fuzzing.known.own = bearer.own;
        return { authorization: `Bearer ${token}` };
      },
      answered: (status) => {
        if (status === 429) bearer.giveWay();
        if (status === 401 || status === 429) token = undefined;
      },
    };
  });

/** Fuzzes operations with one after the other of these values of `Authorization`, or without. */
export const fuzzAnonymously = (
  operations: readonly PlacedOperation[],
  fuzzing: Fuzzing,
  authorizations: readonly (string | undefined)[],
): Promise<FuzzingReport> =>
  fuzzAll(operations, fuzzing, () => {
    let count = 0;
    return {
      headers: async () => {
        const authorization = authorizations[count % authorizations.length];
        count += 1;
        return authorization === undefined ? {} : { authorization };
      },
      answered: () => undefined,
    };
  });
