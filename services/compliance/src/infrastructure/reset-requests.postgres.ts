import type { Database } from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import type { ResetRequests } from '../application/authentication-ports';

interface RequestRow {
  readonly request_id: Uuid;
  readonly email_key: string;
  readonly correlation_id: string;
}

export const createResetRequests = (database: Database): ResetRequests => ({
  add: async ({ requestId, emailKey, correlationId }) => {
    await database.write([], (transaction) =>
      transaction.query(
        `INSERT INTO compliance.reset_requests (request_id, email_key, correlation_id)
         VALUES ($1, $2, $3)`,
        [requestId, emailKey, correlationId],
      ),
    );
  },

  handle: (work) =>
    database.write([], async (transaction) => {
      // One at a time: its lock is held while the work records on a connection of its own.
      const { rows } = await transaction.query<RequestRow>(
        `SELECT request_id, email_key, correlation_id FROM compliance.reset_requests
         ORDER BY request_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      const [row] = rows;
      if (row === undefined) return 0;
      await work({
        requestId: row.request_id,
        emailKey: row.email_key,
        correlationId: row.correlation_id,
      });
      await transaction.query('DELETE FROM compliance.reset_requests WHERE request_id = $1', [
        row.request_id,
      ]);
      return 1;
    }),
});
