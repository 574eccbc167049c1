import { defineService, type Host, type SettingsOf } from '@accounting/service-host';
import { join } from 'node:path';
import * as administration from './api/http/authentication-administration.routes';
import { companyRoutes } from './api/http/companies.routes';
import { dutyRoutes } from './api/http/duties.routes';
import { memberRoutes } from './api/http/members.routes';
import { ownAccountRoutes } from './api/http/own-account.routes';
import { partnerRoutes } from './api/http/partners.routes';
import { policyRoutes } from './api/http/policies.routes';
import { roleRoutes } from './api/http/roles.routes';
import { signInRoutes } from './api/http/sign-in.routes';
import { trustRoutes } from './api/http/trust.routes';
import { createAuthentication } from './application/authentication';
import { createOrganisation } from './application/organisation';
import {
  authenticationChoices,
  createAuthenticationAdapters,
} from './infrastructure/authentication-adapters';
import { authenticationSettings } from './infrastructure/authentication-settings';
import { createOrganisationAdapters } from './infrastructure/organisation-adapters';
import { organisationSettings } from './infrastructure/organisation-settings';
import { createTokenStore, type TokenStore } from './infrastructure/token-store';
import { tokenStoreRelations, tokenStoreSettings } from './infrastructure/token-store-settings';
import { publish, topics } from './messaging/publish';
import { organisationProjections, refillOrganisation } from './projections/organisation';

const settings = { ...authenticationSettings, ...tokenStoreSettings, ...organisationSettings };

type ComplianceHost = Host<SettingsOf<typeof settings>>;

/** The two halves: who somebody is, and what they may do. Each is a port of the other. */
const createApplication = (host: ComplianceHost, tokenStore: TokenStore) => {
  const adapters = createOrganisationAdapters(host);
  const authentication = createAuthentication(
    host,
    createAuthenticationAdapters(host, tokenStore),
    adapters,
    authenticationChoices(host.configuration),
  );
  const organisation = createOrganisation(host, adapters, {
    users: authentication.people,
    invitations: authentication.invitations,
    sessions: authentication.sessions,
    verificationKeys: authentication,
    revocations: authentication,
  });
  return { authentication, organisation };
};

export const compliance = defineService({
  name: 'compliance',
  description: 'Who may do what: people, companies, roles, sessions, partner systems.',
  httpPort: 8006,
  grpcPort: 9006,
  settings,
  settingRelations: tokenStoreRelations,
  migrationsFolder: join(__dirname, '..', 'migrations'),
  inlineProjections: organisationProjections,
  refillReadModels: refillOrganisation,
  build: async (host) => {
    const tokenStore = createTokenStore(host);
    const { authentication, organisation } = createApplication(host, tokenStore);
    await authentication.prepare(organisation.companies);
    return {
      routes: [
        ...signInRoutes(authentication),
        ...ownAccountRoutes(authentication),
        ...administration.authenticationAdministrationRoutes(
          authentication,
          organisation.companies,
        ),
        ...companyRoutes(organisation),
        ...memberRoutes(organisation),
        ...roleRoutes(organisation),
        ...policyRoutes(organisation),
        ...dutyRoutes(organisation),
        ...partnerRoutes(organisation),
        ...trustRoutes(organisation),
      ],
      grpc: [],
      jobs: [...tokenStore.jobs, ...authentication.jobs],
      dependencies: tokenStore.dependencies,
      trust: organisation.trust,
    };
  },
  topics,
  publish,
});
