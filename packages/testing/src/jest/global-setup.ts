// By its path, because jest resolves its own set-up files without the names of the workspace.
import { startPostgres, type PostgresServer } from '../../../postgres-server/src/index';
import { adminUrlVariable } from '../test-database-server';
import { buildPrograms } from './build';
import { selectedLevels, type JestSelection } from './selection';

interface JestProject {
  readonly roots: readonly string[];
}

/** The server of this run, from set-up to teardown; both happen in the same process. */
let server: PostgresServer | undefined;

const startServer = async (): Promise<void> => {
  server = await startPostgres({
    durable: false,
    settings: { shared_buffers: '256MB', max_wal_size: '2GB' },
  });
  process.env[adminUrlVariable] = server.adminUrl;
};

/** Stops the server of this run, if there is one. */
export const stopServer = async (): Promise<void> => {
  await server?.stop();
};

/**
 * Starts what the tests of this run need: one PostgreSQL for those with a real dependency, and a
 * fresh build for those that start programs. The server ends with jest, however jest ends.
 */
const globalSetup = async (selection: JestSelection, project: JestProject): Promise<void> => {
  const levels = selectedLevels(selection, project.roots);
  if (levels.has('e2e')) buildPrograms(selection.rootDir);
  if (levels.has('int') || levels.has('e2e')) await startServer();
};

// jest looks for a default export here.
export default globalSetup;
