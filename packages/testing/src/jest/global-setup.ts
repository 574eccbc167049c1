// By its path, because jest resolves its own set-up files without the names of the workspace.
import { startPostgres } from '../../../postgres-server/src/index';
import { adminUrlVariable } from '../test-database-server';
import { needsDatabase, type JestSelection } from './needs-database';
import { keepServer } from './running-server';

interface JestProject {
  readonly roots: readonly string[];
}

/** Starts the one PostgreSQL of this jest run. It ends with jest, however jest ends. */
const globalSetup = async (selection: JestSelection, project: JestProject): Promise<void> => {
  if (!needsDatabase(selection, project.roots)) return;
  const server = await startPostgres({
    durable: false,
    settings: { shared_buffers: '256MB', max_wal_size: '2GB', autovacuum_naptime: '10s' },
  });
  keepServer(server);
  process.env[adminUrlVariable] = server.adminUrl;
};

// jest looks for a default export here.
export default globalSetup;
