// npm run chaos: installs, builds, starts the whole system as separate processes, and disturbs it
// for ten minutes. `-- --seconds 120 --seed 42` for less, and for the same faults again.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode } from './workspace/node-version.mjs';
import { build, install } from './workspace/prepare.mjs';
import { rootFolder } from './workspace/run.mjs';

requireNode();
await install();
await build();
process.chdir(rootFolder);
await import(pathToFileURL(path.join(rootFolder, 'bench/dist/chaos/main.js')).href);
