import type { Database } from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import type { SealedRows } from '../application/session-ports';
import { partnerSecretOwner } from './partner-secrets.postgres';
import type { SealedSecrets } from './sealed-secrets';
import { secondFactorOwner } from './second-factors.postgres';
import { signingKeyOwner } from './token-signer.es256';

/** Where sealed secrets lie. */
export interface SealedColumn {
  /** With its schema. */
  readonly table: string;
  readonly key: string;
  readonly column: string;
  /** The owner that the secret of a row was sealed for. */
  readonly ownerOf: (key: string) => string;
}

const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'compliance.second_factors',
    key: 'user_id',
    column: 'sealed_secret',
    ownerOf: (userId) => secondFactorOwner(userId as Uuid),
  },
  {
    table: 'compliance.signing_keys',
    key: 'key_id',
    column: 'sealed_private_key',
    ownerOf: signingKeyOwner,
  },
  {
    table: 'compliance.partner_secrets',
    key: 'key_id',
    column: 'sealed',
    ownerOf: partnerSecretOwner,
  },
];

/** Finds secrets that an earlier SECRETS_KEY sealed, so that it can be left out one day. */
export const createSealedRows = (
  database: Database,
  secrets: SealedSecrets,
  columns: readonly SealedColumn[] = sealedColumns,
): SealedRows => {
  const resealColumn = async ({ table, key, column, ownerOf }: SealedColumn): Promise<number> => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<{ key: string; sealed: Buffer }>(
        `SELECT ${key}::text AS key, ${column} AS sealed FROM ${table}`,
      ),
    );
    const outdated = rows.filter((row) => secrets.isOutdated(row.sealed, ownerOf(row.key)));
    for (const { key: id, sealed } of outdated) {
      const owner = ownerOf(id);
      const anew = secrets.seal(secrets.open(sealed, owner), owner);
      await database.write([], (transaction) =>
        // Unless somebody has replaced the secret meanwhile.
        transaction.query(
          `UPDATE ${table} SET ${column} = $3 WHERE ${key}::text = $1 AND ${column} = $2`,
          [id, sealed, anew],
        ),
      );
    }
    return outdated.length;
  };
  return {
    reseal: async () => {
      let count = 0;
      for (const column of columns) count += await resealColumn(column);
      return count;
    },
  };
};
