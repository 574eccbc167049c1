// npm run conformance: installs, generates, builds, and tries a gateway: the local one, or that of
// GATEWAY_URL and GATEWAY_ADMIN_URL.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode } from './workspace/node-version.mjs';
import { build, generate, install } from './workspace/prepare.mjs';
import { rootFolder } from './workspace/run.mjs';

requireNode();
await install();
await generate();
await build();
const program = 'packages/dev-stack/dist/gateway/conformance.process.js';
await import(pathToFileURL(path.join(rootFolder, program)).href);
