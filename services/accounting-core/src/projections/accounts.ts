import { foldRows, rowWriter, type Row, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive, reject } from '@accounting/kernel';
import { errors } from '../domain/account/errors';
import { eventsOf, type Recorded } from './ledger-events';

type AccountFact = Recorded<
  | 'AccountCreated'
  | 'AccountRenamed'
  | 'AccountMoved'
  | 'AccountClassified'
  | 'AccountDeactivated'
  | 'AccountReactivated'
>;

const writer = rowWriter({
  table: 'ledger.accounts',
  key: ['company_id', 'account_id'],
  columns: [
    'code',
    'name_english',
    'name_georgian',
    'type',
    'normal_balance',
    'parent_account_id',
    'is_postable',
    'is_monetary',
    'currency',
    'ifrs_line',
    'metadata',
    'is_active',
    'version',
    'created_at',
    'updated_at',
  ],
});

const createdColumns = ({ data, occurredAt }: Recorded<'AccountCreated'>): Row => ({
  code: data.code,
  name_english: data.nameEnglish,
  name_georgian: data.nameGeorgian,
  type: data.type,
  normal_balance: data.normalBalance,
  parent_account_id: data.parentAccountId,
  is_postable: data.isPostable,
  is_monetary: data.isMonetary,
  currency: data.currency,
  ifrs_line: data.ifrsLine,
  metadata: data.metadata,
  is_active: true,
  created_at: occurredAt,
});

const changedColumns = (event: AccountFact): Row => {
  switch (event.type) {
    case 'AccountCreated':
      return createdColumns(event);
    case 'AccountRenamed':
      return { name_english: event.data.nameEnglish, name_georgian: event.data.nameGeorgian };
    case 'AccountMoved':
      return { parent_account_id: event.data.parentAccountId };
    case 'AccountClassified':
      return {
        is_monetary: event.data.isMonetary,
        currency: event.data.currency,
        ifrs_line: event.data.ifrsLine,
        metadata: event.data.metadata,
      };
    case 'AccountDeactivated':
      return { is_active: false };
    case 'AccountReactivated':
      return { is_active: true };
    default:
      return exhaustive(event);
  }
};

const isCodeTaken = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'accounts_code_key';

/** The chart of accounts as lists show it and as postings are decided on. */
export const accounts: InlineProjection<Transaction> = async (transaction, events) => {
  const facts = eventsOf(events, [
    'AccountCreated',
    'AccountRenamed',
    'AccountMoved',
    'AccountClassified',
    'AccountDeactivated',
    'AccountReactivated',
  ]);
  const rows = foldRows<AccountFact>(
    facts,
    (event) => `${event.companyId} ${event.data.accountId}`,
    (event) => ({
      ...changedColumns(event),
      company_id: event.companyId,
      account_id: event.data.accountId,
      version: event.streamVersion,
      updated_at: event.occurredAt,
    }),
  );
  await writer
    .put(
      transaction,
      rows.filter((row) => 'code' in row),
    )
    .catch((error: unknown) => {
      throw isCodeTaken(error) ? reject(errors.codeTaken, { field: 'code' }) : error;
    });
  await writer.change(
    transaction,
    rows.filter((row) => !('code' in row)),
  );
};
