export type { GatewayInFront } from './gateway-child';
export { demonstration } from './demonstration/company';
export { startLocalGateway, type LocalGateway } from './gateway/local-gateway';
export type { RunningService } from './running-service';
export { startLedgerAlone, type LedgerAlone } from './stack';
export { StackError } from './stack-error';
export type { StackOptions } from './preparation';
/** The parts of a stack, for who starts them one by one. */
export { prepareMessageBus, prepareServiceDatabase } from './databases';
export { ApiClient } from './demonstration/api-client';
export { newestToken } from './demonstration/letters';
export { configureGateway, startGatewayProcess } from './gateway-child';
export type { GatewayPorts, ServicePorts } from './ports';
export {
  startService as startServiceProcess,
  type ChildService,
  type ServiceProgram,
} from './processes/child-service';
export { loadSecrets, type StackSecrets } from './secrets';
export {
  identitySettings,
  letterFolder,
  passwordFile,
  type ServiceSettings,
} from './service-settings';
export { serviceFolder, serviceMain, type GuestService, type StackService } from './services';
