import { defineService, text } from '@accounting/service-host';
import { join, resolve } from 'node:path';
import { lawRoutes } from './api/http/law.routes';
import { createLawQueries } from './application/law-queries';
import { readTaxLaw } from './infrastructure/rule-set.files';

const serviceFolder = join(__dirname, '..');

const settings = {
  TAX_RULES_FOLDER: {
    parse: text(),
    default: 'rules',
    meaning: 'Folder of the rules of the tax law, absolute or below that of the service.',
  },
};

export const tax = defineService({
  name: 'tax',
  description: 'VAT, profit tax, withholding, and what is due when, under the Georgian Tax Code.',
  httpPort: 8002,
  grpcPort: 9002,
  settings,
  migrationsFolder: join(serviceFolder, 'migrations'),
  inlineProjections: [],
  build: ({ configuration }) => {
    const law = readTaxLaw(resolve(serviceFolder, configuration.TAX_RULES_FOLDER));
    return { routes: lawRoutes(createLawQueries(law)), grpc: [] };
  },
  publish: () => undefined,
});
