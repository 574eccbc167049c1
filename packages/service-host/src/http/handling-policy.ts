import type { Clock } from '@accounting/kernel';
import type { Authenticate } from '../identity/authenticator';
import type { IsFromGateway } from '../identity/gateway-proof';
import type { AuthenticateService } from '../identity/service-identity';

/** What handling a request needs besides the route. */
export interface HandlingPolicy {
  readonly authenticate: Authenticate;
  readonly authenticateService: AuthenticateService;
  readonly isFromGateway: IsFromGateway;
  readonly clock: Clock;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly streamIdleTimeoutMs: number;
}
