import { createDatabase, type Database } from '@accounting/database';
import { Instant, newUuid, type CompanyId } from '@accounting/kernel';
import {
  beginAgain,
  createPostgresTransport,
  groupOf,
  messageBusMigrations,
} from '@accounting/messaging';
import {
  rebuildReadModels,
  serviceMigrations,
  startService,
  type RunningService,
} from '@accounting/service-host';
import {
  createTestDatabase,
  fakeClock,
  signedToken,
  tokenSettings,
  type FakeClock,
} from '@accounting/testing';
import { pino } from 'pino';
import { tax } from '../../../src/service';

type Json = Readonly<Record<string, unknown>>;

/** What came back. */
export interface Reply<Body = Json> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** One person of one company. */
export interface Caller {
  readonly companyId: CompanyId;
  get<Body = Json>(path: string): Promise<Reply<Body>>;
  post<Body = Json>(path: string, body?: unknown, key?: string): Promise<Reply<Body>>;
}

/** One side of a posting in a test: `Dr 1410 11800.00`. */
export type EntryText = string;

/** What the ledger says it has posted. */
export interface Posting {
  readonly transactionId?: string;
  readonly date: string;
  readonly entries: readonly EntryText[];
  readonly type?: string;
  readonly reversalOf?: string;
  readonly counterpartyTin?: string;
}

/** The service in this process, on databases of its own, with a clock in November 2026. */
export interface StartedTax {
  readonly clock: FakeClock;
  /** Looks past row-level security: for what must be true of the rows. */
  readonly owner: Database;
  caller(who?: { companyId?: CompanyId; permissions?: readonly string[] }): Caller;
  /** Has the ledger publish that it posted; answers the transactions' identifiers. */
  publish(companyId: CompanyId, postings: readonly Posting[]): Promise<readonly string[]>;
  /** Resolves when the company's VAT ledger has so many entries. */
  untilEntries(companyId: CompanyId, count: number): Promise<void>;
  /** Stops the service, makes its read models anew, and starts it again. */
  rebuild(): Promise<void>;
  /** Stops the service, and has it handle all facts of the ledger again. */
  replay(): Promise<void>;
  stop(): Promise<void>;
}

const elementOf = (code: string): string =>
  code.startsWith('6') || code.startsWith('81')
    ? 'ACCOUNT_TYPE_INCOME'
    : code.startsWith('3')
      ? 'ACCOUNT_TYPE_LIABILITY'
      : code.startsWith('7') || code.startsWith('8')
        ? 'ACCOUNT_TYPE_EXPENSE'
        : 'ACCOUNT_TYPE_ASSET';

const entryOf = (text: EntryText, counterpartyTin: string | undefined): Json => {
  const [side, accountCode = '', amount = ''] = text.split(' ');
  return {
    ...{ accountId: newUuid(), accountCode, accountType: elementOf(accountCode) },
    side: side === 'Dr' ? 'ENTRY_SIDE_DEBIT' : 'ENTRY_SIDE_CREDIT',
    ...{ amount, currency: 'GEL', exchangeRate: '1', amountGel: amount },
    ...(counterpartyTin !== undefined && { dimensions: { counterpartyTin } }),
  };
};

const factOf = (companyId: CompanyId, posting: Posting, transactionId: string) => ({
  topic: 'accounting-core.transaction',
  attributes: {
    id: newUuid(),
    type: 'accounting.core.v1.TransactionPosted',
    source: `/accounting-core/transaction-${transactionId}`,
    time: Instant.ofDate(new Date()),
    companyId,
    streamVersion: 1,
    correlationId: 'test',
  },
  value: {
    content: {
      transactionId,
      transactionDate: posting.date,
      transactionType: posting.type ?? 'TRANSACTION_TYPE_STANDARD',
      description: 'Synthetic',
      documentReference: `D-${transactionId.slice(-4)}`,
      entries: posting.entries.map((entry) => entryOf(entry, posting.counterpartyTin)),
      totalGel: '0.00',
    },
    ...{ createdBy: 'nino', postedBy: 'nino' },
    ...(posting.reversalOf !== undefined && { reversalOf: posting.reversalOf }),
  } as never,
});

const caller = (url: string, companyId: CompanyId, permissions: readonly string[]): Caller => {
  const token = signedToken({ companyId, permissions });
  const send = async <Body>(path: string, init: RequestInit): Promise<Reply<Body>> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });
    const body = (await response.json()) as Body;
    return { status: response.status, body, headers: response.headers };
  };
  return {
    companyId,
    get: (path) => send(path, {}),
    post: (path, body, key = newUuid()) =>
      send(path, {
        method: 'POST',
        headers: {
          'idempotency-key': key,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
};

const eventually = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within 20 seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const countOf = async (owner: Database, companyId: CompanyId): Promise<number> => {
  const { rows } = await owner.withoutCompany((connection) =>
    connection.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM tax.vat_entries WHERE company_id = $1',
      [companyId],
    ),
  );
  return rows[0]?.count ?? 0;
};

const consumer = 'vat-ledger';
const topics = ['accounting-core.transaction'];

/** Everything that a token may permit in this service. */
const allPermissions = ['reports:tax', 'tax-returns:write', 'tax-returns:submit'];

/** Starts the service on new databases. */
export const startTax = async (): Promise<StartedTax> => {
  const [own, bus] = await Promise.all([
    createTestDatabase({ name: 'tax', sets: serviceMigrations(tax) }),
    createTestDatabase({ name: 'message-bus', sets: [messageBusMigrations] }),
  ]);
  const environment = {
    ...tokenSettings,
    ...{ HTTP_PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'fatal' },
    DATABASE_URL: own.serviceUrl,
    BACKGROUND_DATABASE_URL: own.backgroundUrl,
    OWNER_DATABASE_URL: own.ownerUrl,
    MESSAGE_BUS_URL: bus.serviceUrl,
  };
  const clock = fakeClock('2026-11-22T08:00:00.000Z');
  const start = (): Promise<RunningService> =>
    startService(tax, { environment, overrides: { clock: clock.now } });
  const transport = createPostgresTransport({
    ...{ url: bus.serviceUrl, applicationName: 'test', logger: pino({ level: 'silent' }) },
  });
  const owner = createDatabase({ url: own.ownerUrl, applicationName: 'test', connectionsMax: 2 });
  let service = await start();
  const whileStopped = async (work: () => Promise<unknown>): Promise<void> => {
    await service.stop();
    await work();
    service = await start();
  };
  return {
    clock,
    owner,
    caller: ({ companyId = newUuid() as CompanyId, permissions = allPermissions } = {}) =>
      caller(service.httpUrl, companyId, permissions),
    publish: async (companyId, postings) => {
      const ids = postings.map(({ transactionId = newUuid() }) => transactionId);
      await transport.publish(
        postings.map((posting, index) => factOf(companyId, posting, ids[index] as string)),
      );
      return ids;
    },
    untilEntries: (companyId, count) =>
      eventually(
        `${String(count)} entries`,
        async () => (await countOf(owner, companyId)) === count,
      ),
    rebuild: () =>
      whileStopped(() => rebuildReadModels(tax, { environment, report: () => undefined })),
    replay: () =>
      whileStopped(async () => {
        const since = Instant.ofDate(new Date(0));
        const places = await transport.rewind(groupOf('tax', consumer), topics, since);
        await owner.write([], (connection) => beginAgain(connection, consumer, { since, places }));
      }),
    stop: async () => {
      await service.stop();
      await Promise.all([owner.close(), transport.close()]);
      await Promise.all([own.drop(), bus.drop()]);
    },
  };
};
