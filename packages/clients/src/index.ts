export { breakerStates, type BreakerState } from './breaker';
export { Connection, type ClientLogger, type ConnectionOptions } from './connection';
export { createClient, type Answered, type Client } from './create-client';
export { clientErrors } from './errors';
export { createClientMetrics, type ClientMetrics } from './metrics';
export type { OutgoingCall } from './outgoing-call';
export { clientSettings, type ClientSettings } from './settings';
