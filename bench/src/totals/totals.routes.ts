import type { Database } from '@accounting/database';
import { fields, route, type ClientsOf, type Route } from '@accounting/service-host';
import { z } from 'zod';
import type { calls } from './calls';

interface TotalRow {
  readonly debit_gel: string;
  readonly credit_gel: string;
}

/** What an account has come to here, and what the ledger calls it: asked at every request. */
export const totalRoutes = (
  database: Database,
  { ledger }: ClientsOf<typeof calls>,
): readonly Route[] => [
  route({
    method: 'get',
    path: '/totals/:accountId',
    summary: 'Read the running total of an account',
    tag: 'Totals',
    permission: 'accounts:read',
    parameters: z.strictObject({ accountId: fields.uuid }),
    response: z.strictObject({ code: z.string(), debitGel: z.string(), creditGel: z.string() }),
    handle: async (context, { parameters: { accountId } }) => {
      const { account } = await ledger.accounts.getAccount(context, { accountId });
      const { rows } = await database.read(context.companyId, (connection) =>
        connection.query<TotalRow>(
          'SELECT debit_gel, credit_gel FROM totals.account_totals WHERE account_id = $1',
          [accountId],
        ),
      );
      const { debit_gel: debitGel, credit_gel: creditGel } = rows[0] ?? {
        ...{ debit_gel: '0.00', credit_gel: '0.00' },
      };
      return { body: { code: account?.code ?? '', debitGel, creditGel } };
    },
  }),
];
