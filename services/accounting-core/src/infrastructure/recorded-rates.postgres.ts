import type { Database } from '@accounting/database';
import type { RecordedRate, RecordedRates } from '../application/rate-import';

const ofDaysSql = `
  SELECT recorded.currency, recorded.date, trim_scale(recorded.rate) AS rate, recorded.source,
    recorded.version
  FROM unnest($2::text[], $3::date[]) AS asked(currency, date)
  JOIN ledger.exchange_rates AS recorded
    ON recorded.company_id = $1 AND recorded.currency = asked.currency COLLATE "C"
    AND recorded.date = asked.date`;

/** What a file of rates is compared with; thousands of days in one question. */
export const createRecordedRates = (database: Pick<Database, 'read'>): RecordedRates => ({
  ofDays: (companyId, days) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<RecordedRate>(ofDaysSql, [
        companyId,
        days.map(({ currency }) => currency),
        days.map(({ date }) => date),
      ]);
      return rows;
    }),
});
