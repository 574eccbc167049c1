import { randomBytes } from 'node:crypto';
import { createSealedRows } from '../../src/infrastructure/sealed-rows.postgres';
import { createSealedSecrets, secretsKeys } from '../../src/infrastructure/sealed-secrets';
import { createSecondFactors } from '../../src/infrastructure/second-factors.postgres';
import {
  newPerson,
  startAuthentication,
  type TestAuthentication,
} from '../application/authentication-fixture';

let given: TestAuthentication;
beforeAll(async () => {
  given = await startAuthentication();
});
afterAll(() => given.close());

const newKey = (): string => randomBytes(32).toString('base64');
const [old, next] = [newKey(), newKey()];
const secretsWith = (keys: string) => createSealedSecrets(secretsKeys(keys));

describe('secrets that an earlier key has sealed', () => {
  it('are sealed with the new one, once, and then open without the earlier', async () => {
    const { database } = given;
    await given.owner.withoutCompany((connection) =>
      connection.query('DELETE FROM compliance.signing_keys'),
    );
    const { userId } = await newPerson(given);
    const secret = randomBytes(20);
    await createSecondFactors(database, secretsWith(old)).propose(userId, secret);
    const rows = createSealedRows(database, secretsWith(`${next},${old}`));
    expect(await rows.reseal()).toBe(1);
    expect(await rows.reseal()).toBe(0);
    const found = await createSecondFactors(database, secretsWith(next)).find(userId);
    expect(found?.secret).toEqual(secret);
    const without = createSealedRows(database, secretsWith(newKey()));
    await expect(without.reseal()).rejects.toThrow('does not open');
  });
});
