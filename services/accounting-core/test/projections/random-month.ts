import { AccountingDate, type CompanyId } from '@accounting/kernel';
import type { AccountId } from '../../src/domain/account/account-id';
import type { Entry } from '../../src/domain/transaction/events';
import type { LedgerEvent } from '../../src/projections/ledger-events';
import {
  accountCreated,
  newCompany,
  newTransaction,
  posted,
} from '../infrastructure/ledger-fixture';

/** Repeatable: the same seed gives the same month. */
export const randomNumbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

export interface RecordedStep {
  readonly companyId: CompanyId;
  readonly event: LedgerEvent;
  readonly streamVersion: number;
}

const day = (pick: (below: number) => number): string => {
  const months = ['2026-09', '2026-10', '2026-11'];
  return `${String(months[pick(3)])}-${String(pick(28) + 1).padStart(2, '0')}`;
};

/** Half GEL, half dollars at a rate that makes odd tetri; every third with dimensions. */
const randomEntry = (pick: (below: number) => number): Partial<Entry> => {
  const dimensions: Partial<Entry> =
    pick(3) === 0
      ? { project: `პროექტი ${String(pick(3))}`, costCentre: `centre "${String(pick(2))}" \\ {}` }
      : {};
  const amount = `${String(pick(10_000) + 1)}.${String(pick(100)).padStart(2, '0')}`;
  if (pick(2) === 0) return { ...dimensions, amount, amountGel: amount };
  const dollars = pick(1_000) + 1;
  const tetri = dollars * 271;
  return {
    ...dimensions,
    currency: 'USD' as Entry['currency'],
    amount: `${String(dollars)}.00`,
    exchangeRate: '2.7123',
    amountGel: `${String(Math.floor(tetri / 100))}.${String(tetri % 100).padStart(2, '0')}`,
  };
};

const reversal = (pick: (below: number) => number, step: RecordedStep): readonly RecordedStep[] => {
  if (step.event.type !== 'TransactionPosted') return [];
  const { data } = step.event;
  const transactionId = newTransaction();
  const on = AccountingDate.of(day(pick));
  const swapped = data.entries.map((entry): Entry => ({
    ...entry,
    side: entry.side === 'debit' ? 'credit' : 'debit',
  }));
  return [
    {
      ...step,
      event: {
        type: 'TransactionPosted',
        data: {
          ...data,
          transactionId,
          transactionDate: on,
          transactionType: 'reversal',
          entries: swapped,
          reversalOf: data.transactionId,
        },
      },
    },
    {
      ...step,
      streamVersion: 2,
      event: {
        type: 'TransactionReversed',
        data: {
          transactionId: data.transactionId,
          reversedBy: 'nino',
          reversalTransactionId: transactionId,
          reversalDate: on,
          reason: 'wrong customer',
        },
      },
    },
  ];
};

/** Two companies, some accounts, postings in any order of date, and a reversal of every tenth. */
export const randomMonth = (seed: number, postingCount: number): readonly RecordedStep[] => {
  const pick = randomNumbers(seed);
  const companies = [newCompany(), newCompany()].map((companyId) => ({
    companyId,
    accounts: Array.from({ length: 8 }, (_, index) =>
      accountCreated({
        code: String(1000 + index),
        metadata: { place: `ბათუმი ${String(index)}` },
      }),
    ),
  }));
  const steps: RecordedStep[] = companies.flatMap(({ companyId, accounts }) =>
    accounts.map((event) => ({ companyId, event, streamVersion: 1 })),
  );
  for (let index = 0; index < postingCount; index += 1) {
    const company = companies[pick(2)] ?? companies[0];
    if (company === undefined) break;
    const account = (): AccountId => accountAt(company.accounts, pick(8));
    const debit = account();
    const event = posted({ debit, credit: account(), on: day(pick), entry: randomEntry(pick) });
    const step = { companyId: company.companyId, event, streamVersion: 1 };
    steps.push(step);
    if (index % 10 === 0) steps.push(...reversal(pick, step));
  }
  return steps;
};

const accountAt = (
  accounts: readonly ReturnType<typeof accountCreated>[],
  index: number,
): AccountId => {
  const account = accounts[index];
  if (account === undefined) throw new Error(`there is no account ${String(index)}`);
  return account.data.accountId;
};
