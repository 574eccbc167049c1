import type { Environment } from './configuration';

/** The environment of this process: the only place in the repository where it is read. */
export const processEnvironment = (): Environment => process.env;

/** What this process was asked to do, after the name of the program. */
export const processArguments = (): readonly string[] => process.argv.slice(2);
