import { Registry } from 'prom-client';
import { createLedgerMetrics } from '../../src/infrastructure/ledger-metrics.prometheus';

describe('the count of transactions', () => {
  it('names the type where content was recorded, and claims none where it was not', async () => {
    const registry = new Registry();
    const { recorded } = createLedgerMetrics(registry);
    recorded([
      { type: 'TransactionDrafted', data: { transactionType: 'opening_balance' } },
      { type: 'TransactionApproved', data: {} },
      { type: 'TransactionPosted', data: { transactionType: 'standard', totalGel: '1.00' } },
      { type: 'TransactionReversed', data: {} },
      { type: 'AccountRenamed', data: {} },
    ]);
    const text = await registry.metrics();
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith('accounting_transactions_total'));
    expect(lines).toEqual([
      'accounting_transactions_total{status="draft",transaction_type="opening_balance"} 1',
      'accounting_transactions_total{status="approved"} 1',
      'accounting_transactions_total{status="posted",transaction_type="standard"} 1',
      'accounting_transactions_total{status="reversed"} 1',
    ]);
  });
});
