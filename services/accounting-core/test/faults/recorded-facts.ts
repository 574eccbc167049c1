import { createDatabase } from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerDatabases } from '../api/http/started-ledger';

const relayedWithinMs = 20_000;

/** What the databases hold of a company, read past row-level security. */
export class RecordedFacts {
  private readonly ledger;
  private readonly bus;

  constructor(
    databases: { readonly [Name in keyof LedgerDatabases]: { readonly ownerUrl: string } },
    private readonly companyId: CompanyId,
  ) {
    this.ledger = createDatabase({ url: databases.ledger.ownerUrl, applicationName: 'test' });
    this.bus = createDatabase({ url: databases.messageBus.ownerUrl, applicationName: 'test' });
  }

  async close(): Promise<void> {
    await Promise.all([this.ledger.close(), this.bus.close()]);
  }

  /** The transactions in the read model, sorted by id. */
  async transactionIds(): Promise<readonly string[]> {
    return this.column(
      `SELECT transaction_id::text AS value FROM ledger.transactions
       WHERE company_id = $1 AND status = 'posted' ORDER BY 1`,
    );
  }

  /** The transactions that an event says were posted, sorted by id. */
  async postedEvents(): Promise<readonly string[]> {
    return this.column(
      `SELECT data ->> 'transactionId' AS value FROM event_sourcing.event_store
       WHERE company_id = $1 AND event_type = 'TransactionPosted' ORDER BY 1`,
    );
  }

  /** Identifiers of all events in the order in which they became visible. */
  async eventIds(): Promise<readonly string[]> {
    return this.column(
      `SELECT event_id::text AS value FROM event_sourcing.event_store
       WHERE company_id = $1 ORDER BY transaction_id, sequence`,
    );
  }

  /** Debit less credit in GEL over the whole journal. */
  async journalDifference(): Promise<string | undefined> {
    const [difference] = await this.column(
      `SELECT (sum(debit_gel) - sum(credit_gel))::text AS value FROM ledger.journal_entries
       WHERE company_id = $1`,
    );
    return difference;
  }

  /** Accounts whose monthly or daily sums are not those of the journal. */
  async wrongBalances(): Promise<readonly string[]> {
    return this.column(
      `WITH journal AS (
         SELECT account_id, sum(debit_gel) AS debit, sum(credit_gel) AS credit
         FROM ledger.journal_entries WHERE company_id = $1 GROUP BY 1
       ), months AS (
         SELECT account_id, sum(debit_gel) AS debit, sum(credit_gel) AS credit
         FROM ledger.account_balances WHERE company_id = $1 GROUP BY 1
       ), days AS (
         SELECT account_id, sum(debit_gel) AS debit, sum(credit_gel) AS credit
         FROM ledger.account_balance_history WHERE company_id = $1 GROUP BY 1
       )
       SELECT coalesce(journal.account_id, months.account_id, days.account_id)::text AS value
       FROM journal FULL JOIN months USING (account_id) FULL JOIN days USING (account_id)
       WHERE (journal.debit, journal.credit) IS DISTINCT FROM (months.debit, months.credit)
         OR (journal.debit, journal.credit) IS DISTINCT FROM (days.debit, days.credit)`,
    );
  }

  /** Identifiers of the relayed events, each once, in the order of their first arrival. */
  async relayedEventIds(count: number): Promise<readonly string[]> {
    const deadline = Date.now() + relayedWithinMs;
    for (;;) {
      const { rows } = await this.bus.withoutCompany((connection) =>
        connection.query<{ value: string }>(
          `SELECT value FROM (
             SELECT headers::json ->> 'ce_id' AS value, topic, min(message_offset) AS first
             FROM messaging.messages WHERE company_id = $1 GROUP BY 1, 2
           ) AS arrived ORDER BY first`,
          [this.companyId],
        ),
      );
      if (rows.length >= count || Date.now() > deadline) return rows.map(({ value }) => value);
      await delay(200);
    }
  }

  private async column(text: string): Promise<readonly string[]> {
    const { rows } = await this.ledger.read(this.companyId, (connection) =>
      connection.query<{ value: string }>(text, [this.companyId]),
    );
    return rows.map(({ value }) => value);
  }
}
