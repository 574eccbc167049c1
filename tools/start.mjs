// npm start: installs, generates, builds, and starts the system. Plain Node, because nothing is
// installed yet when it begins.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { elapsed, say } from './workspace/console.mjs';
import { requireNode } from './workspace/node-version.mjs';
import { build, generate, install } from './workspace/prepare.mjs';
import { rootFolder } from './workspace/run.mjs';

requireNode();
const startedAtMs = Date.now();
await install();
await generate();
await build();
say(`Prepared in ${elapsed(startedAtMs)}.`, '');
// In this process, so that one process answers to Ctrl-C.
await import(pathToFileURL(path.join(rootFolder, 'packages/dev-stack/dist/main.js')).href);
