import { z } from 'zod';
import { DeclarationError } from '../declaration/declaration';

const limit = z.int().min(1).optional();
const instanceName = z.string().regex(/^[\p{L}\p{N}._~-]+$/u, 'has signs other than . _ ~ -');

const keySchema = z.object({
  keyId: z.string().min(1),
  algorithm: z.string().min(1),
  publicKeyPem: z.string().optional(),
  secret: z.string().optional(),
});

const partnerSchema = z.object({
  partnerId: instanceName,
  name: z.string(),
  companyId: z.string(),
  keys: z.array(keySchema),
  limits: z.object({ perMinute: limit, perHour: limit }).default({}),
});

/** Unknown fields are let pass: compliance may tell more before the renderer knows of it. */
const credentialsSchema = z.object({
  keys: z.array(keySchema),
  partners: z.array(partnerSchema),
});

/** A key of people's tokens or a partner's; a shared secret instead of a public key for HS256. */
export type CredentialKey = z.output<typeof keySchema>;

/** A partner system that may call: its keys (two while one is replaced) and its own limits. */
export type PartnerCredentials = z.output<typeof partnerSchema>;

/** Whose tokens the gateway accepts, as compliance says at `/internal/v1/gateway-credentials`. */
export type GatewayCredentials = z.output<typeof credentialsSchema>;

/**
 * Reads what compliance answers, or a file of the same shape. Throws `DeclarationError` with every
 * field that is wrong; the message holds nothing of a key.
 */
export const readCredentials = (value: unknown): GatewayCredentials => {
  const { data, error } = credentialsSchema.safeParse(value);
  if (error === undefined) return data;
  throw new DeclarationError(
    error.issues.map(({ path, message }) => ({
      path: `credentials.${path.map(String).join('.')}`,
      message,
    })),
  );
};
