import { z } from 'zod';

/** What a route or a plugin of an HTTP gateway may speak. */
export const gatewayProtocols = ['grpc', 'grpcs', 'http', 'https'] as const;

/** Names of services and routes, as Kong restricts them: they stand in URLs and in metrics. */
export const name = z
  .string()
  .regex(/^[\p{L}\p{N}._~-]+$/u, 'may have only letters, digits and the signs . _ ~ -');

/** Labels for whoever administers the gateway; Kong does nothing with them. */
export const tags = z.array(z.string().min(1)).optional();

/** Milliseconds of a timeout; Kong's own bound. */
export const timeoutMs = z
  .int()
  .min(1)
  .max(2 ** 31 - 2)
  .default(60_000);

export const port = z.int().min(0).max(65_535);
