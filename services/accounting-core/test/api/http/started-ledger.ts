import { createDatabase, type Database } from '@accounting/database';
import type { ActorId, Clock, CompanyId } from '@accounting/kernel';
import { newUuid } from '@accounting/kernel';
import { messageBusMigrations } from '@accounting/messaging';
import { serviceMigrations, startService } from '@accounting/service-host';
import {
  createTestDatabase,
  fakeClock,
  signedToken,
  tokenSettings,
  type TestDatabase,
} from '@accounting/testing';
import { accountingCore } from '../../../src/service';
import { AnswerContract } from './answer-contract';
import { Caller } from './caller';

/** Everything that a token may permit in this service. */
export const allPermissions = [
  'accounts:read',
  'accounts:write',
  'ledger-settings:write',
  'transactions:read',
  'transactions:write',
  'transactions:approve',
  'transactions:post',
  'fiscal-periods:close',
  'fiscal-periods:reopen',
  'exchange-rates:write',
] as const;

/** The databases of one service: its own, and the one that carries its messages. */
export interface LedgerDatabases {
  readonly ledger: TestDatabase;
  readonly messageBus: TestDatabase;
}

export const createLedgerDatabases = async (): Promise<LedgerDatabases> => {
  const [ledger, messageBus] = await Promise.all([
    createTestDatabase({ name: 'accounting-core', sets: serviceMigrations(accountingCore) }),
    createTestDatabase({ name: 'message-bus', sets: [messageBusMigrations] }),
  ]);
  return { ledger, messageBus };
};

export const dropLedgerDatabases = async (databases: LedgerDatabases): Promise<void> => {
  await Promise.all([databases.ledger.drop(), databases.messageBus.drop()]);
};

/** The settings of a service on these databases, on free ports. */
export const environmentFor = ({
  ledger,
  messageBus,
}: {
  readonly ledger: Pick<TestDatabase, 'serviceUrl' | 'backgroundUrl'>;
  readonly messageBus: Pick<TestDatabase, 'serviceUrl'>;
}): Record<string, string> => ({
  ...tokenSettings,
  HTTP_PORT: '0',
  GRPC_PORT: '0',
  DATABASE_URL: ledger.serviceUrl,
  BACKGROUND_DATABASE_URL: ledger.backgroundUrl,
  MESSAGE_BUS_URL: messageBus.serviceUrl,
  LOG_LEVEL: 'error',
});

/** Someone of a company; of a new one unless it is named. */
export type CallerMaker = (who?: {
  readonly companyId?: CompanyId;
  readonly actorId?: string;
  readonly permissions?: readonly string[];
}) => Caller;

/** Makes callers of the service that listens there. */
export const callersOf =
  (url: string, contract: AnswerContract): CallerMaker =>
  ({ companyId = newUuid() as CompanyId, actorId = 'nino', permissions = allPermissions } = {}) => {
    const token = signedToken({ companyId, actorId: actorId as ActorId, permissions });
    return new Caller(url, { companyId, token, contract });
  };

/** The service in this process, on databases of its own, with a clock in November 2026. */
export interface StartedLedger {
  readonly url: string;
  readonly contract: AnswerContract;
  readonly databases: LedgerDatabases;
  /** Looks past row-level security: for what must be true of the rows. */
  readonly owner: Database;
  readonly caller: CallerMaker;
  /** Stops it; fails when it met an error that nobody foresaw. */
  stop(): Promise<void>;
}

/** Shows November 2026, and a millisecond more each time, so that moments can be told apart. */
const tickingClock = (): Clock => {
  const clock = fakeClock('2026-11-22T08:00:00.000Z');
  return () => {
    clock.advance(1);
    return clock.now();
  };
};

/** Starts the service on new databases, or one more instance of it on those given. */
export const startLedger = async (
  settings: Readonly<Record<string, string>> = {},
  given?: LedgerDatabases,
): Promise<StartedLedger> => {
  const databases = given ?? (await createLedgerDatabases());
  const errorLines: string[] = [];
  const service = await startService(accountingCore, {
    environment: { ...environmentFor(databases), ...settings },
    overrides: { clock: tickingClock(), logStream: { write: (line) => errorLines.push(line) } },
  });
  const contract = await AnswerContract.readFrom(service.httpUrl);
  const owner = createDatabase({
    url: databases.ledger.ownerUrl,
    applicationName: 'test',
    connectionsMax: 2,
  });
  return {
    url: service.httpUrl,
    contract,
    databases,
    owner,
    caller: callersOf(service.httpUrl, contract),
    stop: async () => {
      const abandoned = await service.stop();
      await owner.close();
      if (given === undefined) await dropLedgerDatabases(databases);
      const unforeseen = errorLines.filter((line) => line.includes('"status":500'));
      expect({ abandoned, unforeseen }).toEqual({ abandoned: [], unforeseen: [] });
    },
  };
};
