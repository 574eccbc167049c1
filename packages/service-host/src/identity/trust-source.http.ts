import { DomainError } from '@accounting/kernel';
import { errors } from '../errors';
import { serviceAuthorizationHeader, type AuthorizeService } from './service-identity';
import { trustOf } from './trust-bundle';
import type { TrustSource } from './trust-keeper';

const requestTimeoutMs = 5_000;

/**
 * Asks the compliance service. Requests carry this service's identity; an answer that has not
 * changed is not sent again.
 */
export const createHttpTrustSource = (options: {
  /** `http://compliance:8006` */
  readonly url: string;
  readonly authorizeService: AuthorizeService;
}): TrustSource => {
  let entityTag: string | undefined;
  const ask = async (
    path: string,
    { headers, ...rest }: Omit<RequestInit, 'headers'> & { headers: Record<string, string> },
  ): Promise<Response> => {
    const response = await fetch(new URL(`/internal/v1${path}`, options.url), {
      ...rest,
      signal: AbortSignal.timeout(requestTimeoutMs),
      headers: { ...headers, [serviceAuthorizationHeader]: options.authorizeService() },
    });
    if (response.ok || response.status === 304) return response;
    await response.body?.cancel();
    throw new DomainError(errors.trustUnknown, {
      cause: new Error(`${path} answered with status ${response.status}`),
    });
  };
  return {
    read: async () => {
      const headers: Record<string, string> =
        entityTag === undefined ? {} : { 'if-none-match': entityTag };
      const response = await ask('/trust', { headers });
      if (response.status === 304) return undefined;
      const trust = trustOf(await response.json());
      // Only now: a bundle that cannot be used is asked for again.
      entityTag = response.headers.get('etag') ?? undefined;
      return trust;
    },
    reportPartnerUses: async (uses) => {
      const response = await ask('/partner-uses', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ uses }),
      });
      await response.body?.cancel();
    },
  };
};
