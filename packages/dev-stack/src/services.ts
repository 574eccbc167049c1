import path from 'node:path';

/** A service of the stack, before anything about this start is known. */
export interface StackService {
  readonly name: string;
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** In the order in which they start; they stop in the reverse order. */
export const stackServices: readonly StackService[] = [
  { name: 'accounting-core', httpPort: 8001, grpcPort: 9001 },
];

const repository = path.resolve(__dirname, '../../..');

/**
 * Absolute folder of a service in this repository, whether this package runs built or from source.
 */
export const serviceFolder = (name: string): string => path.join(repository, 'services', name);

/** `.data` at the root of the repository. */
export const standardDataFolder = path.join(repository, '.data');
