import { join } from 'node:path';

/** The file that describes the gateway, whether this package runs built or from source. */
export const gatewayFile = join(__dirname, '..', 'kong.yml');
