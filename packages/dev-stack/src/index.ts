export type { GatewayInFront } from './gateway-child';
export { demonstration } from './demonstration/company';
export { startLocalGateway, type LocalGateway } from './gateway/local-gateway';
export type { RunningService } from './running-service';
export { startLedgerAlone, type LedgerAlone } from './stack';
export { StackError } from './stack-error';
export type { StackOptions } from './preparation';
