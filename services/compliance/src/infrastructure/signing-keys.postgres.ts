import type { Database } from '@accounting/database';
import type { Instant } from '@accounting/kernel';
import type { PublicKey, SigningKeys } from '../application/session-ports';

interface KeyRow {
  readonly key_id: string;
  readonly public_key: PublicKey;
  readonly sealed_private_key: Buffer;
  readonly signs_from: Instant;
}

export const createSigningKeys = (database: Database): SigningKeys => ({
  all: async () => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<KeyRow>(
        `SELECT key_id, public_key, sealed_private_key, signs_from
         FROM compliance.signing_keys ORDER BY signs_from`,
      ),
    );
    return rows.map((row) => ({
      keyId: row.key_id,
      publicKey: row.public_key,
      sealedPrivateKey: row.sealed_private_key,
      signsFrom: row.signs_from,
    }));
  },

  add: async (transaction, { keyId, publicKey, sealedPrivateKey, signsFrom }) => {
    await transaction.query(
      `INSERT INTO compliance.signing_keys (key_id, public_key, sealed_private_key, signs_from)
       VALUES ($1, $2, $3, $4)`,
      [keyId, JSON.stringify(publicKey), sealedPrivateKey, signsFrom],
    );
  },

  remove: async (keyIds) => {
    await database.write([], (transaction) =>
      transaction.query('DELETE FROM compliance.signing_keys WHERE key_id = ANY ($1)', [keyIds]),
    );
  },
});
