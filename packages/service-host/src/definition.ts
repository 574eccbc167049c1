import type { Consumer, OutgoingMessage, TopicDeclaration } from '@accounting/messaging';
import type { CommittedEvent, EventStore, InlineProjection } from '@accounting/event-store';
import type { Database, Transaction } from '@accounting/database';
import type { Clock, NewUuid } from '@accounting/kernel';
import type { DescService } from '@bufbuild/protobuf';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { CalledServices, ClientsOf, NoCalledServices } from './calls/called-services';
import type { GrpcService } from './grpc/grpc-service';
import type { BackgroundJob } from './lifecycle/background-job';
import type { Dependency } from './lifecycle/health';
import type { Route } from './route';
import type { HeadersOnBehalfOf } from './identity/identity';
import type { SeparationOfDuties } from './identity/separation-of-duties';
import type { OwnTrust } from './identity/trust-keeper';
import type { SettingRelation } from './configuration/read-settings';
import type { Settings, SettingsOf } from './configuration/settings';

/** What the host lends to a service, by plain arguments with types. */
export interface Host<Configuration, Called extends CalledServices = NoCalledServices> {
  readonly configuration: Configuration;
  /** Tenant tables of this service. */
  readonly database: Database;
  /** Job lists of all companies (role `<service>_background`); reads, and no tenant writes. */
  readonly backgroundDatabase: Database;
  readonly eventStore: EventStore<Transaction>;
  /** Which acts on one object need two people; asked without a call. */
  readonly separationOfDuties: SeparationOfDuties;
  /** Of the services that the definition says this one calls, and of no others. */
  readonly clients: ClientsOf<Called>;
  /** For calls of other services: the caller's token, and who this service is. */
  readonly headersOnBehalfOf: HeadersOnBehalfOf;
  /** What an access token must name to be accepted; for the service that makes them. */
  readonly accessTokenNames: { readonly issuer: string; readonly audience: string };
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly logger: Logger;
  /** Business metrics register here; the technical ones are the host's. */
  readonly metrics: Registry;
}

/**
 * Empties the read models and fills them again from the facts of all companies, which come in their
 * order, some at a time. Runs as the owner of the database, in the transaction given.
 */
export type RefillReadModels = (
  transaction: Transaction,
  facts: AsyncIterable<readonly CommittedEvent[]>,
) => Promise<void>;

/** What a service consists of once built. */
export interface BuiltService {
  readonly routes: readonly Route[];
  readonly grpc: readonly GrpcService<DescService>[];
  readonly jobs?: readonly BackgroundJob[];
  /** What it does about the facts of other services. */
  readonly consumers?: readonly Consumer[];
  /** What it depends on besides the database and the bus, for the health of the service. */
  readonly dependencies?: readonly Dependency[];
  /** Of the one service that makes the trust bundle: its own host need not call it. */
  readonly trust?: OwnTrust;
}

/**
 * One service, as data. The host opens ports, pools and brokers, and handles signals; the service
 * says what it is.
 */
export interface ServiceDefinition<
  Declared extends Settings,
  Called extends CalledServices = NoCalledServices,
> {
  /** Metrics label, topic prefix, database name, health name: `accounting-core`. */
  readonly name: string;
  /** One sentence for the API document. */
  readonly description: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  /** This service's own settings; the host merges its own. */
  readonly settings: Declared;
  /** The services that this one may call; the host makes clients of these only. */
  readonly calls?: Called;
  /** What must hold between them, checked when each alone is right. */
  readonly settingRelations?: readonly SettingRelation<Declared>[];
  /** Absolute folder of the service's numbered SQL migrations. */
  readonly migrationsFolder: string;
  readonly inlineProjections: readonly InlineProjection<Transaction>[];
  /** For the command `rebuild-read-models`; left out by a service that has none. */
  readonly refillReadModels?: RefillReadModels;
  readonly build: (
    host: Host<SettingsOf<Declared>, Called>,
  ) => BuiltService | Promise<BuiltService>;
  /** What it publishes to, where it does; the host makes the topics and checks them. */
  readonly topics?: readonly TopicDeclaration[];
  /** Domain event to integration event; `undefined` keeps the fact private. */
  readonly publish: (event: CommittedEvent) => OutgoingMessage | undefined;
}

/** Names a definition's types without repeating them. */
export const defineService = <
  const Declared extends Settings,
  const Called extends CalledServices = NoCalledServices,
>(
  definition: ServiceDefinition<Declared, Called>,
): ServiceDefinition<Declared, Called> => definition;
