import type { Database } from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import type { SecondFactors } from '../application/authentication-ports';
import type { SealedSecrets } from './sealed-secrets';

interface FactorRow {
  readonly sealed_secret: Buffer;
  readonly is_confirmed: boolean;
  readonly last_step: string;
}

/** Which row a sealed secret belongs to. */
export const secondFactorOwner = (userId: Uuid): string => `second-factor:${userId}`;

const confirm: SecondFactors['confirm'] = async (transaction, userId, codeDigests) => {
  await transaction.query(
    'UPDATE compliance.second_factors SET is_confirmed = true WHERE user_id = $1',
    [userId],
  );
  await transaction.query('DELETE FROM compliance.recovery_codes WHERE user_id = $1', [userId]);
  await transaction.query(
    `INSERT INTO compliance.recovery_codes (user_id, digest)
       SELECT $1, digest FROM unnest($2::bytea[]) AS digest`,
    [userId, codeDigests],
  );
};

export const createSecondFactors = (database: Database, secrets: SealedSecrets): SecondFactors => ({
  find: async (userId) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<FactorRow>(
        `SELECT sealed_secret, is_confirmed, last_step FROM compliance.second_factors
         WHERE user_id = $1`,
        [userId],
      ),
    );
    const [row] = rows;
    return (
      row && {
        secret: secrets.open(row.sealed_secret, secondFactorOwner(userId)),
        isConfirmed: row.is_confirmed,
        lastStep: Number(row.last_step),
      }
    );
  },

  propose: async (userId, secret) => {
    const sealed = secrets.seal(secret, secondFactorOwner(userId));
    const { rowCount } = await database.write([], (transaction) =>
      transaction.query(
        `INSERT INTO compliance.second_factors AS factor (user_id, sealed_secret)
         VALUES ($1, $2)
         ON CONFLICT (user_id) DO UPDATE SET sealed_secret = $2, last_step = 0
           WHERE NOT factor.is_confirmed`,
        [userId, sealed],
      ),
    );
    return rowCount === 1;
  },

  confirm,

  remove: async (transaction, userId) => {
    await transaction.query('DELETE FROM compliance.recovery_codes WHERE user_id = $1', [userId]);
    await transaction.query('DELETE FROM compliance.second_factors WHERE user_id = $1', [userId]);
  },

  useStep: async (transaction, userId, step) => {
    const { rowCount } = await transaction.query(
      `UPDATE compliance.second_factors SET last_step = $2
       WHERE user_id = $1 AND last_step < $2`,
      [userId, step],
    );
    return rowCount === 1;
  },

  hasRecoveryCode: async (userId, digest) => {
    const { rowCount } = await database.withoutCompany((connection) =>
      connection.query('SELECT FROM compliance.recovery_codes WHERE user_id = $1 AND digest = $2', [
        userId,
        digest,
      ]),
    );
    return rowCount === 1;
  },

  useRecoveryCode: async (transaction, userId, digest) => {
    const { rowCount } = await transaction.query(
      'DELETE FROM compliance.recovery_codes WHERE user_id = $1 AND digest = $2',
      [userId, digest],
    );
    return rowCount === 1;
  },
});
