// Generates the Prisma client without the network. The generator asks for a schema engine, which it
// would download and never run; naming any executable that exists answers it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const program = createRequire(import.meta.url).resolve('prisma/build/index.js');

execFileSync(process.execPath, [program, 'generate'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  // Nothing of the caller's environment, so that the result depends on the schema alone.
  env: {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
});

// Not committed: what is generated at every build cannot be stale.
writeFileSync(new URL('../src/generated/.gitignore', import.meta.url), '*\n');
