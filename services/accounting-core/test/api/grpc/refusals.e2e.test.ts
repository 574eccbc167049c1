import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { status } from '@grpc/grpc-js';
import {
  refusalOf,
  startLedgerService,
  type LedgerClient,
  type RunningLedger,
} from './running-ledger';

const { method: periods } = v1.FiscalPeriodService;

describe('what gRPC refuses', () => {
  let ledger: RunningLedger;
  let client: LedgerClient;

  beforeAll(async () => {
    ledger = await startLedgerService();
    ({ client } = ledger);
    await client.call(v1.AccountService.method.adoptChart, {});
  });

  afterAll(async () => {
    expect(await ledger.stop()).toEqual([]);
  });

  it.each([2199, 2200, 9999])('is to close or reopen a year without books: %i', async (year) => {
    const reason = 'A mistake';
    for (const call of [
      () => client.call(periods.closeFiscalYear, { year }),
      () => client.call(periods.reopenFiscalYear, { year, reason }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({
        status: status.INVALID_ARGUMENT,
        code: 'accounting-core.fiscal_year_invalid',
        violations: [{ field: 'year' }],
      });
    }
  });
});
