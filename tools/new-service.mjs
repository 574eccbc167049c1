// npx pnpm new-service <service> [aggregate]: makes the rooms of a new service, with one command
// and one query that work. Both names are nouns in kebab-case: new-service tax tax-document
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateService } from './new-service/generate.mjs';

const rootFolder = fileURLToPath(new URL('..', import.meta.url));
const [service, aggregate = 'example'] = process.argv.slice(2);

const say = (...lines) => process.stdout.write(`${lines.join('\n')}\n`);

if (service === undefined) {
  process.stderr.write('Usage: npx pnpm new-service <service> [aggregate], both in kebab-case.\n');
  process.exit(1);
}

try {
  const { names, files } = await generateService(rootFolder, service, aggregate);
  say(...files.map((file) => path.relative(rootFolder, file)), '');
  say(`${files.length} files. It listens on ${names.httpPort} and ${names.grpcPort}. Next:`);
  say('1. npx pnpm install, which links the packages it uses');
  say(`2. npm test -- services/${service}, which is green from the start`);
  say(`3. add { name: '${service}', httpPort: ${names.httpPort}, grpcPort: ${names.grpcPort} } to`);
  say('   packages/dev-stack/src/services.ts, so that npm start runs it');
  say('4. say in README.md, package.json and service.ts what it is for');
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
