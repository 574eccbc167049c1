export { endWithThisProcess, type EndingOptions, type Guardian } from './guardian';
export { freePort, isPortFree } from './ports';
export { startPostgres, type PostgresOptions, type PostgresServer } from './start-postgres';
