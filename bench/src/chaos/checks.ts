import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { CallFigures } from './calls';
import type { LoadFigures } from './load';
import type { System } from './system';

/** What must be true afterwards, and whether it is. */
export interface Check {
  readonly name: string;
  readonly holds: boolean;
  /** The figures behind it. */
  readonly found: string;
}

const topicEvents = "event_type LIKE 'Transaction%'";

const withClient = async <Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const rowsOf = async <Row extends object>(
  client: Client,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => (await client.query<Row>(text, [...values])).rows;

interface CompanySequence {
  readonly company_id: string;
  readonly ids: readonly string[];
}

const recordedOf = (client: Client) =>
  rowsOf<CompanySequence>(
    client,
    `SELECT company_id, array_agg(event_id::text ORDER BY transaction_id, sequence) AS ids
     FROM event_sourcing.event_store WHERE ${topicEvents} GROUP BY company_id`,
  );

const arrivedOf = (client: Client) =>
  rowsOf<CompanySequence>(
    client,
    `SELECT company_id, array_agg(event_id::text ORDER BY place) AS ids
     FROM totals.arrivals GROUP BY company_id`,
  );

const countIn = (sequences: readonly CompanySequence[]): number =>
  sequences.reduce((sum, { ids }) => sum + ids.length, 0);

const catchUpMs = 90_000;

/** Waits until the consumer has had time for everything; what is missing then is missing. */
export const awaitConsumer = async (system: System): Promise<void> => {
  const deadline = Date.now() + catchUpMs;
  while (Date.now() < deadline) {
    const recorded = await withClient(system.ledgerUrl, recordedOf);
    const arrived = await withClient(system.totalsUrl, arrivedOf);
    if (countIn(arrived) >= countIn(recorded)) return;
    await sleep(500);
  }
};

const journalCheck = async (
  client: Client,
  { acknowledged, inDoubt }: LoadFigures,
): Promise<readonly Check[]> => {
  const rows = await rowsOf<{ transaction_id: string; entries: number; postings: number }>(
    client,
    `WITH posted AS (
       SELECT company_id, right(stream_id, 36)::uuid AS transaction_id,
         count(*)::integer AS postings
       FROM event_sourcing.event_store WHERE event_type = 'TransactionPosted' GROUP BY 1, 2
     )
     SELECT transaction_id::text, count(*)::integer AS entries,
       coalesce(max(postings), 0) AS postings
     FROM ledger.journal_entries LEFT JOIN posted USING (company_id, transaction_id)
     GROUP BY company_id, transaction_id`,
  );
  const found = new Map(rows.map((row) => [row.transaction_id, row]));
  const isOnce = (id: string): boolean =>
    found.get(id)?.entries === 2 && found.get(id)?.postings === 1;
  const wrong = acknowledged.filter(({ transactionId }) => !isOnce(transactionId));
  const posted = inDoubt.filter(({ transactionId }) => found.has(transactionId));
  const halves = posted.filter(({ transactionId }) => !isOnce(transactionId));
  const expected = acknowledged.length + posted.length;
  return [
    {
      name: 'Every acknowledged posting is exactly once in the journal',
      holds: acknowledged.length > 0 && wrong.length === 0,
      found: `${String(acknowledged.length)} acknowledged, ${String(wrong.length)} not there once`,
    },
    {
      name: 'Nothing else is in the journal',
      holds: rows.length === expected && halves.length === 0,
      found:
        `${String(rows.length)} transactions; of ${String(inDoubt.length)} given up without an ` +
        `answer ${String(posted.length)} were posted`,
    },
  ];
};

const balanceCheck = async (client: Client): Promise<Check> => {
  const [sums] = await rowsOf<{ debit: string; credit: string }>(
    client,
    `SELECT coalesce(sum(debit_gel), 0) AS debit, coalesce(sum(credit_gel), 0) AS credit
     FROM ledger.journal_entries`,
  );
  return {
    name: 'Debits equal credits',
    holds: sums !== undefined && sums.debit === sums.credit,
    found: `${String(sums?.debit)} and ${String(sums?.credit)} GEL`,
  };
};

const orderChecks = (
  recorded: readonly CompanySequence[],
  arrived: readonly CompanySequence[],
): readonly Check[] => {
  const byCompany = new Map(arrived.map(({ company_id: id, ids }) => [id, ids]));
  const differing = recorded.filter(
    ({ company_id: id, ids }) => ids.join() !== (byCompany.get(id) ?? []).join(),
  );
  const all = arrived.flatMap(({ ids }) => ids);
  const distinct = new Set(all);
  const missing = recorded.flatMap(({ ids }) => ids).filter((id) => !distinct.has(id));
  return [
    {
      name: 'Every fact took effect at the consumer exactly once',
      holds: all.length > 0 && missing.length === 0 && distinct.size === all.length,
      found:
        `${String(countIn(recorded))} recorded, ${String(all.length)} took effect, ` +
        `${String(missing.length)} missing, ${String(all.length - distinct.size)} more than once`,
    },
    {
      name: 'The facts of each company took effect in their order',
      holds: differing.length === 0,
      found: `${String(recorded.length)} companies, ${String(differing.length)} out of order`,
    },
  ];
};

interface TotalRow {
  readonly company_id: string;
  readonly account_id: string;
  readonly debit_gel: string;
  readonly credit_gel: string;
}

const totalsCheck = async (ledger: Client, totals: Client): Promise<Check> => {
  const journal = await rowsOf<TotalRow>(
    ledger,
    `SELECT company_id, account_id, sum(debit_gel) AS debit_gel, sum(credit_gel) AS credit_gel
     FROM ledger.journal_entries GROUP BY company_id, account_id`,
  );
  const kept = await rowsOf<TotalRow>(totals, 'SELECT * FROM totals.account_totals');
  const keyOf = ({ company_id: company, account_id: account }: TotalRow) => `${company} ${account}`;
  const byKey = new Map(kept.map((row) => [keyOf(row), row]));
  const differing = journal.filter((row) => {
    const other = byKey.get(keyOf(row));
    return other?.debit_gel !== row.debit_gel || other.credit_gel !== row.credit_gel;
  });
  return {
    name: 'The consumer’s totals equal the journal’s, to the tetri',
    holds: journal.length > 0 && journal.length === kept.length && differing.length === 0,
    found: `${String(journal.length)} accounts, ${String(differing.length)} differ`,
  };
};

const leftoverCheck = async (totals: Client): Promise<Check> => {
  const [left] = await rowsOf<{ dead: number; stalled: number }>(
    totals,
    `SELECT (SELECT count(*)::integer FROM inbox.dead_letters) AS dead,
       (SELECT count(*)::integer FROM inbox.stalled_companies) AS stalled`,
  );
  return {
    name: 'No dead letter, and no company waits',
    holds: left?.dead === 0 && left.stalled === 0,
    found: `${String(left?.dead)} dead letters, ${String(left?.stalled)} companies waiting`,
  };
};

const answerChecks = (figures: LoadFigures): readonly Check[] => [
  {
    name: 'No request hung longer than its deadline',
    holds: figures.hung === 0,
    found: `slowest ${(figures.slowestMs / 1_000).toFixed(1)} s, ${String(figures.hung)} hung`,
  },
  {
    name: 'What was acknowledged could be read back at once',
    holds: figures.lost.length === 0,
    found: `${String(figures.lost.length)} were not found`,
  },
];

const callChecks = (
  calls: CallFigures,
  injected: ReadonlyMap<string, number>,
): readonly Check[] => {
  const wasCut = [...injected.keys()].some((name) => /^gRPC.* cut /.test(name));
  return [
    {
      name: 'Breakers opened when calls failed, and closed again',
      holds: calls.opened === calls.closed && (calls.opened > 0 || !wasCut),
      found: `opened ${String(calls.opened)} times, closed ${String(calls.closed)} times`,
    },
    {
      name: 'No call between services hung longer than its deadline',
      holds: calls.hung === 0,
      found: `slowest ${(calls.slowestMs / 1_000).toFixed(1)} s, ${String(calls.hung)} hung`,
    },
  ];
};

/** What came of the load and of the calls, and what was injected. */
export interface Outcome {
  readonly figures: LoadFigures;
  readonly calls: CallFigures;
  readonly injected: ReadonlyMap<string, number>;
}

/** Looks at the journal, the consumer and the answers, past all wires. */
export const checkAll = async (
  system: System,
  { figures, calls, injected }: Outcome,
): Promise<readonly Check[]> =>
  withClient(system.ledgerUrl, (ledger) =>
    withClient(system.totalsUrl, async (totals) => [
      ...(await journalCheck(ledger, figures)),
      await balanceCheck(ledger),
      ...orderChecks(await recordedOf(ledger), await arrivedOf(totals)),
      await totalsCheck(ledger, totals),
      await leftoverCheck(totals),
      ...answerChecks(figures),
      ...callChecks(calls, injected),
    ]),
  );
