/** Durability stays on; memory as a small server would have it. The same for what is compared. */
export const benchDatabaseSettings = {
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
} as const;
