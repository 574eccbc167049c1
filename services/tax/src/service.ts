import { defineService, text, type Host, type SettingsOf } from '@accounting/service-host';
import { join, resolve } from 'node:path';
import { calendarRoutes } from './api/http/calendar.routes';
import { calculationRoutes } from './api/http/calculations.routes';
import { directTaxRoutes } from './api/http/direct-taxes.routes';
import { lawRoutes } from './api/http/law.routes';
import { vatRegistrationRoutes } from './api/http/vat-registration.routes';
import { vatReturnRoutes } from './api/http/vat-returns.routes';
import { vatTreatmentRoutes } from './api/http/vat-treatments.routes';
import { withholdingReturnRoutes } from './api/http/withholding-returns.routes';
import { createCalendarQueries } from './application/calendar-queries';
import { createDirectTaxCalculations } from './application/direct-tax-calculations';
import { createForm30File } from './application/form-30-files';
import { createLawQueries } from './application/law-queries';
import { createVatCalculations } from './application/vat-calculations';
import { createVatRegistrationQueries } from './application/vat-registration-queries';
import { createVatReturnCommands } from './application/vat-return-commands';
import { createPresentReturn } from './application/vat-return-present';
import { createVatReturnQueries } from './application/vat-return-queries';
import { createVatTreatmentCommands } from './application/vat-treatment-commands';
import type { TaxLaw } from './domain/tax-law';
import { unconnectedReturnSubmissions } from './infrastructure/return-submissions.unconnected';
import { readTaxLaw } from './infrastructure/rule-set.files';
import { createSupplies } from './infrastructure/supplies.postgres';
import { createUntaxedTurnover } from './infrastructure/untaxed-turnover.postgres';
import { createVatEntries } from './infrastructure/vat-entries.postgres';
import { createVatRecording } from './infrastructure/vat-recording.postgres';
import { createVatReturnVersions } from './infrastructure/vat-return-versions.postgres';
import { vatLedger } from './messaging/consume';
import { publish, topics } from './messaging/publish';
import { inlineProjections, refillReadModels } from './projections/read-models';

const serviceFolder = join(__dirname, '..');

const settings = {
  TAX_RULES_FOLDER: {
    parse: text(),
    default: 'rules',
    meaning: 'Folder of the rules of the tax law, absolute or below that of the service.',
  },
};

type TaxHost = Host<SettingsOf<typeof settings>>;

const createVatReturns = (host: TaxHost, law: TaxLaw) => {
  const adapters = {
    entries: createVatEntries(host.database),
    versions: createVatReturnVersions(host.database),
    submissions: unconnectedReturnSubmissions,
  };
  const findPresent = createPresentReturn({ law, ...adapters });
  const parts = { ...host, ...adapters, law, findPresent };
  return { ...createVatReturnQueries(parts), ...createVatReturnCommands(parts) };
};

export const tax = defineService({
  name: 'tax',
  description: 'VAT, profit tax, withholding, and what is due when, under the Georgian Tax Code.',
  httpPort: 8002,
  grpcPort: 9002,
  settings,
  migrationsFolder: join(serviceFolder, 'migrations'),
  inlineProjections,
  refillReadModels,
  build: (host) => {
    const law = readTaxLaw(resolve(serviceFolder, host.configuration.TAX_RULES_FOLDER));
    const returns = createVatReturns(host, law);
    const supplies = createSupplies(host.database, law.vatReturnForms);
    const turnover = createUntaxedTurnover(host.database);
    return {
      routes: [
        ...lawRoutes(createLawQueries(law)),
        ...calendarRoutes(createCalendarQueries(law)),
        ...calculationRoutes(createVatCalculations(law.rules)),
        ...directTaxRoutes(createDirectTaxCalculations(law)),
        ...vatReturnRoutes(returns),
        ...vatTreatmentRoutes(createVatTreatmentCommands({ ...host, law, turnover })),
        ...vatRegistrationRoutes(createVatRegistrationQueries({ law, supplies })),
        ...withholdingReturnRoutes(createForm30File(law.form30)),
      ],
      grpc: [],
      consumers: [vatLedger(createVatRecording(law.rules))],
    };
  },
  topics,
  publish,
});
