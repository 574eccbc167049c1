import type { ActorId, CompanyId } from '@accounting/kernel';
import { createLedgerCommands } from '../../src/application/ledger-commands';
import { createLedgerSettingsUseCases } from '../../src/application/ledger-settings-use-cases';
import type { TransactionId } from '../../src/domain/transaction/transaction-id';
import type { TransactionInput } from '../../src/domain/transaction/input';
import { createLedgerSettingsReader } from '../../src/infrastructure/ledger-settings.prisma';
import { createPlainTableReader } from '../../src/infrastructure/plain-tables.prisma';
import { chart, pair, transactionBody } from '../api/http/bookkeeping';
import { startLedger, type TestLedger } from '../infrastructure/ledger-fixture';
import {
  applicationOn,
  companyWithChart,
  contextOf,
  portsOn,
  type LedgerPorts,
} from './ledger-application';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

/** The company's policy on duties, as the compliance service would tell it. */
const portsWith = (areSeparate: boolean): LedgerPorts => ({
  ...portsOn(ledger),
  separationOfDuties: { areSeparate: () => areSeparate },
});

const waiveFourEyes = async (ports: LedgerPorts, companyId: CompanyId): Promise<void> => {
  const settings = createLedgerSettingsUseCases({
    commands: createLedgerCommands(ports),
    settings: createLedgerSettingsReader(createPlainTableReader(ports.database)),
  });
  const { body, version } = await settings.find(contextOf(companyId));
  await settings.change(Object.assign(contextOf(companyId), { expectedVersion: version ?? 0 }), {
    accounts: body.accounts,
    fourEyes: { required: false, reason: 'One person keeps the books' },
  });
};

/** What becomes of a draft of Nino's when somebody approves it. */
const approvalBy = async (
  ports: LedgerPorts,
  actorId: ActorId,
  isWaived: boolean,
): Promise<string> => {
  const app = applicationOn(ports);
  const companyId = await companyWithChart(app);
  if (isWaived) await waiveFourEyes(ports, companyId);
  const content = transactionBody({ entries: pair(chart.cash, chart.sales, '100.00') });
  const { body } = await app.transactions.draft(contextOf(companyId), content as TransactionInput);
  const transactionId = body.transactionId as TransactionId;
  const context = Object.assign(contextOf(companyId), { actorId });
  try {
    return (await app.transactions.approve(context, { transactionId })).body.status;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};

const nino = 'nino' as ActorId;
const refusal = 'accounting-core.own_transaction_approved';

describe('the approval of one’s own draft', () => {
  it.each([
    ['neither the ledger nor the company’s duties waive four eyes', true, false, refusal],
    ['only the ledger waives four eyes', true, true, refusal],
    ['only the company’s duties waive four eyes', false, false, refusal],
    ['both waive four eyes', false, true, 'approved'],
  ])('when %s is answered accordingly', async (_when, areSeparate, isWaived, outcome) => {
    expect(await approvalBy(portsWith(areSeparate), nino, isWaived)).toBe(outcome);
  });

  it('is not what a second person does', async () => {
    expect(await approvalBy(portsWith(true), 'giorgi' as ActorId, false)).toBe('approved');
  });
});
