import type { Environment } from './configuration';

/** The environment of this process: the only place in the repository where it is read. */
export const processEnvironment = (): Environment => process.env;
