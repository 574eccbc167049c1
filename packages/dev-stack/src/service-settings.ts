import path from 'node:path';
import {
  developmentAudience,
  developmentIssuer,
  publicKeySet,
} from '@accounting/development-tokens';
import { demonstration } from './demonstration/company';
import type { ServicePorts } from './ports';
import type { StackSecrets } from './secrets';
import type { StackService } from './services';

/** Settings of a process, by their names. */
export type ServiceSettings = Readonly<Record<string, string>>;

/** The name under which the gateway's renderer asks compliance for credentials. */
export const rendererName = 'gateway-renderer';

/** Where the password of the first administrator is put, to be shown once. */
export const passwordFile = (dataFolder: string): string =>
  path.join(dataFolder, 'first-administrator-password');

/** Where letters with tokens for a new password are put, as long as nothing sends them. */
export const letterFolder = (dataFolder: string): string => path.join(dataFolder, 'letters');

const httpUrlOf = ({ http }: ServicePorts): string => `http://127.0.0.1:${String(http)}`;

/** What is the same for all services of a stack. */
export interface StackIdentity {
  readonly dataFolder: string;
  readonly secrets: StackSecrets;
  readonly services: readonly StackService[];
  readonly ports: ReadonlyMap<string, ServicePorts>;
  /** Where compliance keeps tokens and attempts; in its database unless given. */
  readonly tokenStoreSettings?: ServiceSettings;
}

const complianceSettings = ({
  dataFolder,
  secrets,
  services,
  ports,
  tokenStoreSettings,
}: StackIdentity): ServiceSettings => ({
  ...tokenStoreSettings,
  SECRETS_KEY: Buffer.from(secrets.secretOf('compliance'), 'base64url').toString('base64'),
  FIRST_ADMINISTRATOR_PASSWORD_FILE: passwordFile(dataFolder),
  FIRST_ADMINISTRATOR_ROLES: 'administrator,chief_accountant',
  FIRST_COMPANY_ID: demonstration.companyId,
  FIRST_COMPANY_NAME: demonstration.companyName,
  MESSAGES_FOLDER: letterFolder(dataFolder),
  DOCUMENTED_SERVICES: services
    .filter(({ name }) => name !== 'compliance')
    .map(({ name }) => `${name}=${httpUrlOf(ports.get(name) as ServicePorts)}`)
    .join(','),
});

/** How a service of the whole stack knows callers, other services and the gateway. */
export const identitySettings = (service: string, identity: StackIdentity): ServiceSettings => {
  const { secrets, services, ports } = identity;
  const names = [...services.map(({ name }) => name), rendererName];
  const isCompliance = service === 'compliance';
  return {
    AUTH_ISSUER: 'georgian-accounting-system',
    AUTH_AUDIENCE: developmentAudience,
    SERVICE_SIGNING_KEY: secrets.serviceKeyOf(service).privateKeyPem,
    SERVICE_JWKS: publicKeySet(...names.map((name) => secrets.serviceKeyOf(name))),
    GATEWAY_SECRET: secrets.secretOf('gateway'),
    ...(isCompliance
      ? complianceSettings(identity)
      : { COMPLIANCE_URL: httpUrlOf(ports.get('compliance') as ServicePorts) }),
  };
};

const dayMs = 24 * 60 * 60 * 1_000;

/** How a service that runs alone knows callers: by the key of this machine. */
export const aloneSettings = ({ signingKey }: StackSecrets): ServiceSettings => ({
  AUTH_ISSUER: developmentIssuer,
  AUTH_AUDIENCE: developmentAudience,
  AUTH_JWKS: publicKeySet(signingKey),
  AUTH_TOKEN_LIFETIME_MAX_MS: String(dayMs),
});
