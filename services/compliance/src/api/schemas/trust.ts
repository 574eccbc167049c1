import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { instantInput } from './organisation-fields';

const dutyRule = z.object({
  id: z.string(),
  first: z.string(),
  second: z.string(),
  scope: z.enum(['same_object', 'person']),
});

export const trustBundle = z.object({
  keys: z.array(z.record(z.string(), z.unknown())).readonly(),
  revocations: z.array(z.object({ jti: z.string(), expiresAt: fields.instant })).readonly(),
  partners: z
    .array(
      z.object({
        keyId: z.string(),
        partnerId: z.string(),
        companyId: z.string(),
        permissions: z.array(z.string()).readonly(),
        algorithm: z.enum(['RS256', 'ES256', 'HS256']),
        publicKeyPem: z.string().optional(),
        secret: z.string().optional(),
      }),
    )
    .readonly(),
  duties: z.object({
    rules: z.array(dutyRule).readonly(),
    companies: z
      .array(
        z.object({
          companyId: z.string(),
          disabledRuleIds: z.array(z.string()).readonly(),
          addedRules: z.array(dutyRule).readonly(),
        }),
      )
      .readonly(),
  }),
});

const gatewayKey = z.object({
  keyId: z.string(),
  algorithm: z.string(),
  publicKeyPem: z.string().optional(),
  secret: z.string().optional(),
});

export const gatewayCredentials = z.object({
  keys: z.array(gatewayKey).readonly(),
  partners: z
    .array(
      z.object({
        partnerId: z.string(),
        name: z.string(),
        companyId: z.string(),
        keys: z.array(gatewayKey).readonly(),
        limits: z.object({ perMinute: z.number().optional(), perHour: z.number().optional() }),
      }),
    )
    .readonly(),
});

export const partnerUsesBody = z.strictObject({
  uses: z
    .array(z.strictObject({ keyId: z.string().max(200), lastUsedAt: instantInput }))
    .max(10_000),
});

export const noted = z.object({});
