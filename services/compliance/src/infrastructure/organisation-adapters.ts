import type { Host } from '@accounting/service-host';
import type { OrganisationAdapters } from '../application/organisation';
import type { AuthenticationConfiguration } from './authentication-settings';
import { createAccessDirectory } from './access-directory.postgres';
import { createCompanies } from './companies.postgres';
import { createCompanyDutyRules, createDutyDeviations } from './company-duty-rules.postgres';
import { createCompanyPolicies } from './company-policies.postgres';
import { createCustomRoles } from './custom-roles.postgres';
import { createMemberships } from './memberships.postgres';
import { createOrganisations } from './organisations.postgres';
import type { OrganisationConfiguration } from './organisation-settings';
import { createPartnerCredentials } from './partner-credentials.postgres';
import { createPartnerSecrets } from './partner-secrets.postgres';
import { createPartners } from './partners.postgres';
import { createSealedSecrets } from './sealed-secrets';

type Configuration = Pick<AuthenticationConfiguration, 'SECRETS_KEY'> & OrganisationConfiguration;

/** The ports of companies and of who may do what in them, on PostgreSQL. */
export const createOrganisationAdapters = ({
  database,
  backgroundDatabase,
  eventStore,
  configuration,
}: Pick<
  Host<Configuration>,
  'database' | 'backgroundDatabase' | 'eventStore' | 'configuration'
>): OrganisationAdapters => {
  const sealedSecrets = createSealedSecrets(configuration.SECRETS_KEY);
  return {
    organisations: createOrganisations({ database, eventStore }),
    companies: createCompanies(database, backgroundDatabase),
    memberships: createMemberships(database),
    roles: createCustomRoles(database),
    policies: createCompanyPolicies(database),
    dutyRules: createCompanyDutyRules(database),
    dutyDeviations: createDutyDeviations(backgroundDatabase),
    partners: createPartners(database),
    secrets: createPartnerSecrets(sealedSecrets),
    partnerCredentials: createPartnerCredentials({ database, backgroundDatabase, sealedSecrets }),
    access: createAccessDirectory(backgroundDatabase),
    firstCompany: {
      companyId: configuration.FIRST_COMPANY_ID,
      name: configuration.FIRST_COMPANY_NAME,
      roleIds: configuration.FIRST_ADMINISTRATOR_ROLES,
    },
  };
};
