/** Durability stays on; memory as a small server would have it. The same for what is compared. */
export const benchDatabaseSettings = {
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
} as const;

/** Away from the ports of `npm start`, so that both can run. */
export const benchPorts = {
  POSTGRES_PORT: '15432',
  ACCOUNTING_CORE_HTTP_PORT: '18001',
  ACCOUNTING_CORE_GRPC_PORT: '19001',
} as const;

/** For a second stack beside the first. */
export const secondBenchPorts = {
  POSTGRES_PORT: '15433',
  ACCOUNTING_CORE_HTTP_PORT: '18002',
  ACCOUNTING_CORE_GRPC_PORT: '19002',
} as const;
