export type { Connection, Database, Transaction } from './database';
