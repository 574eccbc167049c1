// npm run bench: installs, generates, builds, and measures. `-- --full` fills the ledger with ten
// million entries last and measures again; `-- import` and the like measure one part alone.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode } from './workspace/node-version.mjs';
import { build, generate, install } from './workspace/prepare.mjs';
import { rootFolder } from './workspace/run.mjs';

requireNode();
await install();
await generate();
await build();
process.chdir(rootFolder);
await import(pathToFileURL(path.join(rootFolder, 'bench/dist/main.js')).href);
