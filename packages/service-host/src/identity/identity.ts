import { reject } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { HostConfiguration } from '../configuration/host-settings';
import { ConfigurationError } from '../configuration/read-settings';
import type { RequestContext } from '../context';
import { errors } from '../errors';
import { createAuthenticator, type Authenticate } from './authenticator';
import { createGatewayProof, type CallerHeaders, type IsFromGateway } from './gateway-proof';
import { createSeparationOfDuties, type SeparationOfDuties } from './separation-of-duties';
import {
  createServiceAuthenticator,
  createServiceAuthorization,
  serviceAuthorizationHeader,
  type AuthenticateService,
  type AuthorizeService,
} from './service-identity';
import { trustInKeys, type Trust } from './trust-bundle';
import { createOwnTrustSource, TrustKeeper, type OwnTrust, type TrustSource } from './trust-keeper';
import { createHttpTrustSource } from './trust-source.http';

/** What the host asks about whoever calls. */
export interface CallerPolicy {
  readonly authenticate: Authenticate;
  readonly authenticateService: AuthenticateService;
  readonly isFromGateway: IsFromGateway;
  /** See `GrpcPolicy.admitCaller`. */
  readonly admitCaller: (headers: CallerHeaders) => string | undefined;
}

/** The headers, or metadata, with which a service calls another for the caller it serves. */
export type HeadersOnBehalfOf = (
  context: Pick<RequestContext, 'actorId' | 'correlationId' | 'credential'>,
) => Readonly<Record<string, string>>;

/** The headers, or metadata, with which a service calls another on its own behalf. */
export type HeadersOnOwnBehalf = (correlationId: string) => Readonly<Record<string, string>>;

/** Who this service is to others, and whom it believes. */
export interface Identity {
  readonly callers: CallerPolicy;
  readonly separationOfDuties: SeparationOfDuties;
  readonly headersOnBehalfOf: HeadersOnBehalfOf;
  readonly headersOnOwnBehalf: HeadersOnOwnBehalf;
  /** What is trusted now; `undefined` until it is known. */
  readonly trust: () => Trust | undefined;
  /**
   * Begins to keep up with what is trusted; to be called once, when the service is built. Answers
   * with `undefined` when the keys are fixed. Throws a `ConfigurationError` when nothing says whom
   * to trust.
   */
  follow(own: OwnTrust | undefined, logger: Logger): TrustKeeper | undefined;
}

const partnerPrefix = 'partner:';

const createHeadersOnBehalfOf =
  (authorizeService: AuthorizeService | undefined): HeadersOnBehalfOf =>
  ({ actorId, correlationId, credential }) => ({
    authorization: credential.authorization.reveal(),
    'x-correlation-id': correlationId,
    ...(authorizeService && { [serviceAuthorizationHeader]: authorizeService() }),
    ...(credential.kind === 'partner' && {
      'x-consumer-custom-id': actorId.slice(partnerPrefix.length),
      'x-credential-identifier': credential.keyId,
    }),
  });

const createHeadersOnOwnBehalf =
  (authorizeService: AuthorizeService | undefined): HeadersOnOwnBehalf =>
  (correlationId) => ({
    'x-correlation-id': correlationId,
    ...(authorizeService && { [serviceAuthorizationHeader]: authorizeService() }),
  });

/**
 * Behind the gateway's door there are services and the gateway, and nobody else; where services
 * have no keys (a test, one service alone) there is no door.
 */
const createAdmission =
  (
    configuration: HostConfiguration,
    authenticateService: AuthenticateService,
    isFromGateway: IsFromGateway,
  ): CallerPolicy['admitCaller'] =>
  (headers) => {
    const token = headers[serviceAuthorizationHeader];
    if (token !== undefined) return authenticateService(token);
    if (configuration.SERVICE_JWKS === undefined || isFromGateway(headers)) return undefined;
    throw reject(errors.serviceTokenMissing);
  };

const createCallerPolicy = (
  configuration: HostConfiguration,
  trust: () => Trust | undefined,
  onPartnerUse: (keyId: string) => void,
): CallerPolicy => {
  const isFromGateway = createGatewayProof({
    secrets: configuration.GATEWAY_SECRET,
    identity: configuration.GATEWAY_IDENTITY,
  });
  const authenticateService = createServiceAuthenticator({
    keys: configuration.SERVICE_JWKS ?? new Map(),
    audience: configuration.AUTH_AUDIENCE,
  });
  const admitCaller = createAdmission(configuration, authenticateService, isFromGateway);
  const isFromService = (headers: CallerHeaders): boolean => {
    if (headers[serviceAuthorizationHeader] === undefined) return false;
    authenticateService(headers[serviceAuthorizationHeader]);
    return true;
  };
  return {
    authenticate: createAuthenticator({
      trust,
      isVouchedFor: (headers) => isFromGateway(headers) || isFromService(headers),
      onPartnerUse,
      issuer: configuration.AUTH_ISSUER,
      audience: configuration.AUTH_AUDIENCE,
      lifetimeMaxMs: configuration.AUTH_TOKEN_LIFETIME_MAX_MS,
      cacheCountMax: configuration.AUTH_CACHE_COUNT_MAX,
    }),
    authenticateService,
    isFromGateway,
    admitCaller,
  };
};

/** What this service knows of itself and of callers, from its settings. */
export const createIdentity = (service: string, configuration: HostConfiguration): Identity => {
  const { COMPLIANCE_URL: url, AUTH_JWKS: keys, SERVICE_SIGNING_KEY: signingKey } = configuration;
  const authorizeService =
    signingKey &&
    createServiceAuthorization({
      name: service,
      privateKey: signingKey.reveal(),
      audience: configuration.AUTH_AUDIENCE,
    });
  const fixed = keys && trustInKeys(keys);
  let keeper: TrustKeeper | undefined;
  const trust = (): Trust | undefined => (keeper === undefined ? fixed : keeper.current);
  const sourceOf = (own: OwnTrust | undefined): TrustSource | undefined => {
    if (own !== undefined) return createOwnTrustSource(own);
    return url !== undefined && authorizeService !== undefined
      ? createHttpTrustSource({ url, authorizeService })
      : undefined;
  };
  return {
    trust,
    callers: createCallerPolicy(configuration, trust, (keyId) => keeper?.notePartnerUse(keyId)),
    separationOfDuties: createSeparationOfDuties(trust),
    headersOnBehalfOf: createHeadersOnBehalfOf(authorizeService),
    headersOnOwnBehalf: createHeadersOnOwnBehalf(authorizeService),
    follow: (own, logger) => {
      const source = sourceOf(own);
      if (source === undefined && fixed === undefined) {
        throw new ConfigurationError(['Set COMPLIANCE_URL, or AUTH_JWKS to trust fixed keys.']);
      }
      const ageMaxMs = configuration.TRUST_AGE_MAX_MS;
      keeper = source && new TrustKeeper(source, logger, { ageMaxMs });
      return keeper;
    },
  };
};
