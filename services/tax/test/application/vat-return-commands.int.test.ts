import { createDatabase, type Database } from '@accounting/database';
import { createPostgresEventStore } from '@accounting/event-store';
import {
  AccountingDate,
  AccountingMonth,
  newUuid,
  type ActorId,
  type CompanyId,
  type Instant,
} from '@accounting/kernel';
import { serviceMigrations, type RequestContext } from '@accounting/service-host';
import { createTestDatabase, type TestDatabase } from '@accounting/testing';
import {
  createVatReturnCommands,
  type VatReturnCommands,
} from '../../src/application/vat-return-commands';
import { createPresentReturn } from '../../src/application/vat-return-present';
import type { ReturnSubmissions, VatReturnVersion } from '../../src/application/vat-ports';
import { createVatEntries } from '../../src/infrastructure/vat-entries.postgres';
import { createVatReturnVersions } from '../../src/infrastructure/vat-return-versions.postgres';
import { inlineProjections } from '../../src/projections/read-models';
import { tax } from '../../src/service';
import { taxLaw } from '../tax-law';

const period = AccountingMonth.of('2026-10');
let urls: TestDatabase;
let database: Database;
let commands: VatReturnCommands;
/** What the Revenue Service was handed. */
let received: VatReturnVersion[];

/** The Revenue Service as the integration service will show it. */
const submissions: ReturnSubmissions = {
  submit: (_context, version) => {
    received.push(version);
    const receiptNumber = `RS-${version.period}-${String(version.version)}`;
    return Promise.resolve({ receiptNumber, submittedOn: AccountingDate.of('2026-11-16') });
  },
};

beforeAll(async () => {
  urls = await createTestDatabase({ name: 'tax', sets: serviceMigrations(tax) });
  database = createDatabase({ url: urls.serviceUrl, applicationName: 'test' });
  const entries = createVatEntries(database);
  commands = createVatReturnCommands({
    ...{ newUuid, law: taxLaw, entries, submissions },
    eventStore: createPostgresEventStore({ database, inlineProjections }),
    versions: createVatReturnVersions(database),
    findPresent: createPresentReturn({ law: taxLaw, entries }),
  });
});

beforeEach(() => {
  received = [];
});

afterAll(async () => {
  await database.close();
  await urls.drop();
});

/** A request of a new company, or of one that asked before. */
const request = (companyId = newUuid() as CompanyId, key = newUuid() as string): RequestContext =>
  ({
    ...{ companyId, actorId: 'nino' as ActorId, correlationId: 'test' },
    now: '2026-11-20T08:00:00.000Z' as Instant,
    idempotency: { key, requestHash: 'a'.repeat(64) },
  }) as unknown as RequestContext;

const handIn = { period, version: 1, channel: 'revenue_service' } as const;

describe('handing a VAT return in to the Revenue Service', () => {
  it('records the receipt that it gives', async () => {
    const { companyId } = request();
    await commands.generate(request(companyId), { period });
    const { body } = await commands.submit(request(companyId), handIn);
    expect(body).toMatchObject({ version: 1, receiptNumber: 'RS-2026-10-1' });
    expect(received).toMatchObject([{ period, version: 1, figures: { payable: '0.00' } }]);
  });

  it('hands nothing in that would be refused here', async () => {
    const { companyId } = request();
    await expect(commands.submit(request(companyId), handIn)).rejects.toThrow('No version');
    await commands.generate(request(companyId), { period });
    const later = { ...handIn, version: 2 };
    await expect(commands.submit(request(companyId), later)).rejects.toThrow('no such version');
    expect(received).toEqual([]);
  });

  it('gives the first answer again under the same key', async () => {
    const { companyId } = request();
    await commands.generate(request(companyId), { period });
    const first = await commands.submit(request(companyId, 'key'), handIn);
    const again = await commands.submit(request(companyId, 'key'), handIn);
    expect(again).toMatchObject({ body: first.body, replayed: true });
  });
});
