import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { instantInput, name, permissions, version } from './organisation-fields';

export const partnerParameter = z.strictObject({ partnerId: fields.uuid });
export const keyParameters = z.strictObject({
  partnerId: fields.uuid,
  keyId: z.string().max(100),
});

const description =
  'Requests to each service, 1 to 1,000,000. Lowers what the service allows, and never raises it.';

const limits = {
  perMinute: z.number().optional().meta({ description, example: 60 }),
  perHour: z.number().optional().meta({ description, example: 1000 }),
};

export const partnerTermsBody = z.strictObject({
  name: name.meta({ example: 'Web shop' }),
  scopes: permissions.meta({ example: ['transactions:read', 'transactions:write'] }),
  limits: z.strictObject(limits).default({}),
});

const publicKey = z
  .union([z.string().max(20_000), z.record(z.string().max(100), z.unknown())])
  .meta({ description: 'SubjectPublicKeyInfo in PEM, or a JSON Web Key. Never a private key.' });

export const addKeyBody = z.discriminatedUnion('algorithm', [
  z.strictObject({ algorithm: z.literal('RS256'), publicKey }),
  z.strictObject({ algorithm: z.literal('ES256'), publicKey }),
  z.strictObject({ algorithm: z.literal('HS256') }),
]);

export const retireKeyBody = z
  .strictObject({ retiresAt: instantInput.optional() })
  .default({})
  .meta({ description: 'Without a time, now.' });

export const partnerReceipt = z.object({ partnerId: z.string(), version });

export const partnerKeyReceipt = z.object({
  partnerId: z.string(),
  keyId: z.string().meta({ description: 'The `kid` in the header of the partner’s tokens.' }),
  version,
  secretState: z.enum(['none', 'told', 'withheld']).meta({
    description:
      '`told`: hand the secret over, it is told once. `withheld`: this is a repetition, and the ' +
      'first answer carried it. `none`: the key is a public one.',
  }),
  secret: z.string().optional(),
});

const partnerKey = z.object({
  keyId: z.string(),
  algorithm: z.enum(['RS256', 'ES256', 'HS256']),
  publicKeyPem: z.string().nullable(),
  addedAt: fields.instant,
  addedBy: z.string(),
  retiresAt: fields.instant.nullable(),
  lastUsedAt: fields.instant.nullable(),
});

export const partnerSchema = z
  .object({
    partnerId: z.string(),
    name: z.string(),
    scopes: z.array(z.string()).readonly(),
    limits: z.object(limits),
    status: z.enum(['active', 'suspended']),
    suspensionReason: z.string().nullable(),
    registeredAt: fields.instant,
    version,
    keys: z.array(partnerKey).readonly(),
  })
  .meta({ id: 'Partner' });

export const partnerPage = fields.pageOf(partnerSchema);
