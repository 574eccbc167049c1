import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { status } from '@grpc/grpc-js';
import {
  refusalOf,
  startLedgerService,
  type LedgerClient,
  type RunningLedger,
} from './running-ledger';

const { method: periods } = v1.FiscalPeriodService;
const { method: rates } = v1.ExchangeRateService;

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

  it.each([
    [2199, 'accounting-core.fiscal_year_invalid'],
    [2200, 'host.invalid_request'],
    [9999, 'host.invalid_request'],
  ])('is to close or reopen a year without books: %i', async (year, code) => {
    const reason = 'A mistake';
    for (const call of [
      () => client.call(periods.closeFiscalYear, { year }),
      () => client.call(periods.reopenFiscalYear, { year, reason }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({
        status: status.INVALID_ARGUMENT,
        code,
        violations: [{ field: 'year' }],
      });
    }
  });

  it('is a version that is no longer the present one, under its name in the request', async () => {
    const rate = { currency: 'USD', date: '2026-01-05', rate: '2.7' };
    await client.call(rates.recordExchangeRate, rate);
    const call = client.call(rates.recordExchangeRate, { ...rate, expectedVersion: 7n });
    expect(await refusalOf(call)).toMatchObject({
      status: status.ABORTED,
      code: 'event_store.version_mismatch',
      violations: [{ field: 'expectedVersion', code: 'event_store.version_mismatch' }],
    });
  });
});
