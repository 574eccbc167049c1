export { DeciderSpecification } from './decider-specification';
export { fakeClock, type FakeClock } from './fake-clock';
export { messageReader } from './message-reader';
export { sequentialUuids } from './sequential-uuids';
export { signedToken, testSigningKey, tokenSettings } from './signed-token';
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database';
export { testDatabaseAdminUrl } from './test-database-server';
export { testKafkaBroker, testRedisUrl } from './test-servers';
