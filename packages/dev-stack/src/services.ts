import path from 'node:path';

/** A service of the stack, before anything about this start is known. */
export interface StackService {
  readonly name: string;
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** A service that is no part of the repository's `services`. */
export interface GuestService {
  readonly name: string;
  /** The built script that starts it. */
  readonly mainFile: string;
  readonly migrationsFolder: string;
}

/** In the order in which they start; they stop in the reverse order. */
export const stackServices: readonly StackService[] = [
  { name: 'compliance', httpPort: 8006, grpcPort: 9006 },
  { name: 'accounting-core', httpPort: 8001, grpcPort: 9001 },
  { name: 'tax', httpPort: 8002, grpcPort: 9002 },
];

const repository = path.resolve(__dirname, '../../..');

/**
 * Absolute folder of a service in this repository, whether this package runs built or from source.
 */
export const serviceFolder = (name: string): string => path.join(repository, 'services', name);

/** The script that starts a built service. */
export const serviceMain = (name: string): string =>
  path.join(serviceFolder(name), 'dist', 'main.js');

/** The script that starts the built local gateway. */
export const gatewayMain = path.join(
  repository,
  'packages/dev-stack/dist/gateway/gateway.process.js',
);

/** `.data` at the root of the repository. */
export const standardDataFolder = path.join(repository, '.data');
