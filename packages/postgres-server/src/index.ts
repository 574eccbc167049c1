export { startPostgres, type PostgresOptions, type PostgresServer } from './start-postgres';
