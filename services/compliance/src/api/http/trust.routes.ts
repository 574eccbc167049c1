import { internalRoute, type Route } from '@accounting/service-host';
import type { Organisation } from '../../application/organisation';
import * as schema from '../schemas/trust';

/** What the other services and the gateway go by; the gateway leads nobody here. */
export const trustRoutes = ({ trust }: Organisation): Route[] => [
  internalRoute({
    method: 'get',
    path: '/trust',
    summary: 'Read keys, revocations, partners and duties',
    response: schema.trustBundle,
    handleInternal: async () => ({ body: await trust.read() }),
  }),
  internalRoute({
    method: 'get',
    path: '/gateway-credentials',
    summary: 'Read what the gateway recognises people and partners by, shared secrets included',
    callers: ['gateway-renderer'],
    response: schema.gatewayCredentials,
    handleInternal: async ({ logger }) => ({ body: await trust.gatewayCredentials(logger) }),
  }),
  internalRoute({
    method: 'post',
    path: '/partner-uses',
    summary: 'Report when keys of partners were last used',
    body: schema.partnerUsesBody,
    response: schema.noted,
    handleInternal: async (_context, { body }) => {
      await trust.reportPartnerUses(body.uses);
      return { body: {} };
    },
  }),
];
