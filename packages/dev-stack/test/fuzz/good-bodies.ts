import { randomInt, randomUUID } from 'node:crypto';
import { nameOf, type PlacedOperation } from './api-document';

const transaction = (): object => ({
  transactionDate: '2026-11-15',
  description: 'Sale',
  entries: [
    { accountCode: '1110', debit: '10.00' },
    { accountCode: '6110', credit: '10.00' },
  ],
});

const role = (): object => ({
  nameEnglish: `Role ${randomUUID()}`,
  nameGeorgian: `როლი ${randomUUID()}`,
  permissions: ['transactions:read'],
});

/** Bodies whose parts have to fit each other, which chance does not find. */
const bodies: Readonly<Record<string, () => object>> = {
  'POST /api/v1/transactions': transaction,
  'POST /api/v1/transactions/post': transaction,
  'PUT /api/v1/transactions/{transactionId}': transaction,
  'POST /api/v1/accounts': () => ({
    code: String(randomInt(1_111, 1_199)),
    nameEnglish: 'Safe',
    nameGeorgian: 'სეიფი',
    type: 'asset',
    normalBalance: 'debit',
  }),
  'PUT /api/v1/exchange-rates/{currency}/{date}': () => ({
    rate: '2.7',
    quantity: 1,
    source: 'nbg',
  }),
  'POST /api/v1/users': () => ({
    email: `${randomUUID()}@example.com`,
    displayName: 'Somebody',
    roles: ['accountant'],
  }),
  'PUT /api/v1/users/{userId}/roles': () => ({ roles: ['tax_specialist'] }),
  'POST /api/v1/compliance/roles': role,
  'PUT /api/v1/compliance/roles/{roleId}/name': () => ({
    nameEnglish: `Renamed ${randomUUID()}`,
    nameGeorgian: `როლი ${randomUUID()}`,
  }),
  'PUT /api/v1/compliance/roles/{roleId}/permissions': () => ({ permissions: ['accounts:read'] }),
  'POST /api/v1/compliance/partners/{partnerId}/keys': () => ({ algorithm: 'HS256' }),
  'POST /api/v1/auth/password-resets': () => ({
    token: `${randomUUID()}.${'x'.repeat(43)}`,
    newPassword: randomUUID(),
  }),
  'PUT /api/v1/compliance/policy': () => ({
    fourEyes: { required: true },
    sessionLengthMinutes: 60,
    password: { lengthMin: 13, historyCount: 3, lifetimeDays: 90 },
    secondFactorRequired: true,
  }),
};

/** A body that is accepted, where the schema alone does not lead to one. */
export const goodBody = (placed: PlacedOperation): object | undefined => bodies[nameOf(placed)]?.();
