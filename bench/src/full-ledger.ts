import type { RunningService } from '@accounting/dev-stack';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import type { BenchCompany } from './ledger';
import { inRounds, measureLoad, medianOf, medianRatio, type Measurement } from './measure';
import { measureSpread } from './posting';
import { seededRandom } from './random';
import type { Result } from './report';
import { secondBenchPorts } from './settings';
import { prepareSubject, startDisposableStack, type Subject } from './subject';

const transactionCount = 5_000_000;
const filledTogether = 100_000;

/**
 * Fills the ledger with 10 million entries over the twelve months before November 2026, with the
 * events, idempotency records and balances that belong to them.
 */
const fillLedger = async (service: RunningService, company: BenchCompany): Promise<void> => {
  const pool = new Pool({ connectionString: service.databaseUrl, max: 2 });
  try {
    await pool.query(fillFunction);
    for (let month = 0; month < 12; month += 1) {
      await pool.query(
        `SELECT ledger.ensure_partition((date '2025-11-01' + $1 * interval '1 month')::date)`,
        [month],
      );
    }
    const batches = transactionCount / filledTogether;
    let next = 0;
    await Promise.all(
      [0, 1].map(async () => {
        while (next < batches) {
          const batch = next;
          next += 1;
          await pool.query('SELECT bench.fill($1, $2, $3, $4)', [
            company.companyId,
            company.accountIds,
            batch * filledTogether,
            filledTogether,
          ]);
          process.stdout.write(`Filled ${String((batch + 1) * filledTogether * 2)} entries.\n`);
        }
      }),
    );
    await pool.query('SELECT bench.add_up($1)', [company.companyId]);
    await pool.query('VACUUM (ANALYZE)');
    await pool.query('CHECKPOINT').catch(() => undefined);
    await untilRelayed(pool);
  } finally {
    await pool.end();
  }
};

const fillFunction = `
CREATE SCHEMA bench;
CREATE OR REPLACE FUNCTION bench.fill(company uuid, accounts uuid[], first integer, count integer)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMPORARY TABLE IF NOT EXISTS filling (id uuid, day date, debit uuid, credit uuid,
    amount numeric(19, 2));
  TRUNCATE filling;
  INSERT INTO filling
  SELECT uuidv7(), date '2025-11-01' + (n::bigint * 364 / ${String(transactionCount)})::integer,
    accounts[1 + mod(n::bigint * 7919, cardinality(accounts))],
    accounts[1 + mod(n::bigint * 7919 + 1 + mod(n, 97), cardinality(accounts))],
    1 + mod(n::bigint * 31, 99999) / 100.0
  FROM generate_series(first, first + count - 1) AS n;
  INSERT INTO event_sourcing.idempotency_records (company_id, key, request_hash, answer)
  SELECT company, gen_random_uuid(), repeat('0', 64),
    json_build_object('version', 1, 'answer', json_build_object('transactionId', id, 'status',
      'posted', 'version', 1, 'transactionDate', day, 'totalGel', amount::text))
  FROM filling;
  INSERT INTO event_sourcing.event_store (company_id, stream_id, stream_version, event_id,
    event_type, schema_version, data, metadata, occurred_at)
  SELECT company, 'transaction-' || id, 1, uuidv7(), 'TransactionPosted', 1,
    json_build_object(
      'transactionId', id, 'transactionDate', day, 'transactionType', 'standard',
      'description', 'Goods for resale', 'entries', json_build_array(
        json_build_object('accountId', debit, 'accountCode', '1410', 'accountType', 'asset',
          'side', 'debit', 'amount', amount::text, 'currency', 'GEL', 'exchangeRate', '1',
          'amountGel',
          amount::text),
        json_build_object('accountId', credit, 'accountCode', '1410', 'accountType', 'asset',
          'side', 'credit', 'amount', amount::text, 'currency', 'GEL', 'exchangeRate', '1',
          'amountGel',
          amount::text)),
      'totalGel', amount::text, 'createdBy', 'bench', 'postedBy', 'bench'),
    '{"actorId":"bench","correlationId":"bench"}', now()
  FROM filling ORDER BY id;
  INSERT INTO ledger.transactions (company_id, transaction_id, version, status, transaction_type,
    transaction_date, description, total_gel, entry_count, created_by, created_at, posted_by,
    posted_at)
  SELECT company, id, 1, 'posted', 'standard', day, 'Goods for resale', amount, 2, 'bench', now(),
    'bench', now()
  FROM filling ORDER BY id;
  INSERT INTO ledger.journal_entries (company_id, transaction_id, entry_number, transaction_date,
    account_id, debit, credit, debit_gel, credit_gel, currency, exchange_rate)
  SELECT company, id, side.number, day, side.account, side.debit, side.credit, side.debit,
    side.credit, 'GEL', 1
  FROM filling, LATERAL (VALUES (1, debit, amount, 0::numeric), (2, credit, 0::numeric, amount))
    AS side(number, account, debit, credit)
  ORDER BY id, side.number;
END $$;

CREATE OR REPLACE FUNCTION bench.add_up(company uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ledger.account_balances AS balance (company_id, account_id, currency, month, debit,
    credit, debit_gel, credit_gel, entry_count)
  SELECT company, account_id, currency, date_trunc('month', transaction_date)::date, sum(debit),
    sum(credit), sum(debit_gel), sum(credit_gel), count(*)
  FROM ledger.journal_entries
  WHERE company_id = company AND transaction_date < date '2026-11-01'
  GROUP BY 2, 3, 4
  ON CONFLICT (company_id, account_id, currency, month) DO NOTHING;
  INSERT INTO ledger.account_balance_history AS balance (company_id, date, account_id, currency,
    debit, credit, debit_gel, credit_gel, entry_count)
  SELECT company, transaction_date, account_id, currency, sum(debit), sum(credit), sum(debit_gel),
    sum(credit_gel), count(*)
  FROM ledger.journal_entries
  WHERE company_id = company AND transaction_date < date '2026-11-01'
  GROUP BY 2, 3, 4
  ON CONFLICT (company_id, date, account_id, currency) DO NOTHING;
$$;
`;

const days = ['2025-11-17', '2026-02-28', '2026-06-15', '2026-10-30', '2026-11-15'];

const measureReads = (
  { client, company }: Subject,
  pathOf: (random: () => number) => string,
): Promise<Measurement> => {
  const random = seededRandom(11);
  return measureLoad({ lanes: 1, warmUpMs: 1000, measureMs: 5000 }, async () => {
    const { status, body } = await client.request({
      method: 'GET',
      path: pathOf(random),
      token: company.token,
    });
    if (status !== 200) throw new Error(`reading: ${String(status)} ${body.slice(0, 300)}`);
    return 1;
  });
};

const measureBalances = async (full: Subject): Promise<readonly Result[]> => {
  const { accountIds } = full.company;
  const pick = <Item>(random: () => number, items: readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)];
  const trialBalance = await measureReads(
    full,
    (random) => `/balances/trial-balance?asOf=${pick(random, days) ?? ''}`,
  );
  const account = await measureReads(
    full,
    (random) =>
      `/balances/accounts/${pick(random, accountIds) ?? ''}?asOf=${pick(random, days) ?? ''}`,
  );
  return [
    {
      name: 'Trial balance as of any date, 10 million entries',
      ...trialBalance,
      p99MsAtMost: 150,
    },
    {
      name: "An account's balance as of any date, 10 million entries",
      ...account,
      p99MsAtMost: 10,
    },
  ];
};

/** Waits until everything in the log has been published, so that the relay is at rest. */
const untilRelayed = async (pool: Pool): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ waiting: boolean }>(
      `SELECT EXISTS (
         SELECT FROM event_sourcing.event_store AS event
         WHERE (event.transaction_id, event.sequence) > (
           SELECT kept.transaction_id, kept.sequence FROM event_sourcing.checkpoints AS kept
           WHERE kept.follower = 'outbox-relay'
         )
       ) AS waiting`,
    );
    if (rows[0]?.waiting !== true) return;
    await delay(1000);
  }
};

/**
 * Posting with 10 million entries in the ledger, in turns with a second stack that is nearly empty,
 * and balances.
 */
export const measureFullLedger = async (
  full: Subject,
  say: (sentence: string) => void,
): Promise<readonly Result[]> => {
  say('Filling the ledger with 10 million entries; this takes some minutes.');
  await fillLedger(full.service, full.company);
  const nearlyEmpty = await startDisposableStack(secondBenchPorts, say);
  try {
    const empty = await prepareSubject(nearlyEmpty);
    say('Posting into the full ledger and into an empty one.');
    const rounds = await inRounds(async () => ({
      empty: await measureSpread(empty),
      full: await measureSpread(full),
    }));
    await empty.client.close();
    const value = medianRatio(
      rounds,
      (round) => round.full,
      (round) => round.empty,
    );
    return [
      {
        name: 'HTTP create and post with 10 million entries in the ledger',
        ...medianOf(rounds.map((round) => round.full)),
        ratio: { of: 'empty', value, atLeast: 0.85 },
      },
      ...(await measureBalances(full)),
    ];
  } finally {
    await nearlyEmpty.remove();
  }
};
