export {
  bigintColumn,
  booleanColumn,
  dateColumn,
  instantColumn,
  integerColumn,
  jsonColumn,
  numericColumn,
  textColumn,
  uuidColumn,
  type Column,
} from './columns';
export type { Connection, Database, Transaction } from './database';
export { createDatabase, type DatabaseOptions } from './postgres-database';
export { databaseErrors } from './failures';
export { queryAtLength } from './long-statement';
export { databaseMigrations } from './migrations/database-migrations';
export { migrate, pendingMigrations, migrationErrors } from './migrations/migrate';
export type { MigrationSet, Migration } from './migrations/migration-files';
export {
  createServiceDatabase,
  type ServiceDatabase,
  type ServiceDatabaseOptions,
} from './service-database';
export {
  cutPage,
  keyAfter,
  keyPatterns,
  sortedBy,
  type Direction,
  type KeysetOrder,
  type Page,
  type PageRequest,
  type Sort,
} from './keyset-page';
export { foldRows, rowWriter, type Row, type RowWriter, type TableShape } from './row-writer';
