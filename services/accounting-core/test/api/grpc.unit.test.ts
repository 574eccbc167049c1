import type { Route } from '@accounting/service-host';
import { accountService } from '../../src/api/grpc/accounts.grpc';
import { balanceService } from '../../src/api/grpc/balances.grpc';
import { exchangeRateService } from '../../src/api/grpc/exchange-rates.grpc';
import { fiscalPeriodService } from '../../src/api/grpc/fiscal-periods.grpc';
import { ledgerSettingsService } from '../../src/api/grpc/ledger-settings.grpc';
import { transactionService } from '../../src/api/grpc/transactions.grpc';
import { accountRoutes } from '../../src/api/http/accounts.routes';
import { balanceRoutes } from '../../src/api/http/balances.routes';
import { exchangeRateRoutes } from '../../src/api/http/exchange-rates.routes';
import { fiscalPeriodRoutes } from '../../src/api/http/fiscal-periods.routes';
import { transactionRoutes } from '../../src/api/http/transactions.routes';
import type { LedgerApplication } from '../../src/application/ledger-application';

/** Declaring methods and routes asks nothing of the use cases behind them. */
const app = {} as LedgerApplication;

const services = [
  accountService(app),
  ledgerSettingsService(app),
  transactionService(app),
  fiscalPeriodService(app),
  balanceService(app),
  exchangeRateService(app),
];

const methods = new Map(services.flatMap((service) => Object.entries(service.methods)));

const routes = new Map<string, Route>(
  [accountRoutes, transactionRoutes, fiscalPeriodRoutes, balanceRoutes, exchangeRateRoutes]
    .flatMap((routesOf) => routesOf(app))
    .map((route) => [`${route.method} ${route.path}`, route]),
);

const counterparts: Readonly<Record<string, string>> = {
  adoptChart: 'post /accounts/chart',
  getAccount: 'get /accounts/:accountId',
  listAccounts: 'get /accounts',
  createAccount: 'post /accounts',
  renameAccount: 'put /accounts/:accountId/name',
  moveAccount: 'put /accounts/:accountId/parent',
  classifyAccount: 'put /accounts/:accountId/classification',
  deactivateAccount: 'post /accounts/:accountId/deactivate',
  reactivateAccount: 'post /accounts/:accountId/reactivate',
  getLedgerSettings: 'get /accounts/settings',
  changeLedgerSettings: 'put /accounts/settings',
  draftTransaction: 'post /transactions',
  reviseTransaction: 'put /transactions/:transactionId',
  approveTransaction: 'post /transactions/:transactionId/approve',
  rejectTransaction: 'post /transactions/:transactionId/reject',
  postApproved: 'post /transactions/:transactionId/post',
  postTransaction: 'post /transactions/post',
  reverseTransaction: 'post /transactions/:transactionId/reverse',
  getTransaction: 'get /transactions/:transactionId',
  listTransactions: 'get /transactions',
  listEntries: 'get /balances/accounts/:accountId/ledger',
  listFiscalPeriods: 'get /fiscal-periods',
  closeFiscalPeriod: 'post /fiscal-periods/:period/close',
  lockFiscalPeriod: 'post /fiscal-periods/:period/lock',
  unlockFiscalPeriod: 'post /fiscal-periods/:period/unlock',
  getFiscalPeriodHistory: 'get /fiscal-periods/:period/history',
  getFiscalYearHistory: 'get /fiscal-periods/years/:year/history',
  reopenFiscalPeriod: 'post /fiscal-periods/:period/reopen',
  getFiscalYear: 'get /fiscal-periods/years/:year',
  closeFiscalYear: 'post /fiscal-periods/years/:year/close',
  reopenFiscalYear: 'post /fiscal-periods/years/:year/reopen',
  getBalances: 'get /balances',
  getAccountBalance: 'get /balances/accounts/:accountId',
  getTrialBalance: 'get /balances/trial-balance',
  listDimensionBalances: 'get /balances/dimensions',
  revalueBalances: 'post /balances/revaluations',
  getExchangeRate: 'get /exchange-rates/:currency/:date',
  listExchangeRates: 'get /exchange-rates',
  recordExchangeRate: 'put /exchange-rates/:currency/:date',
};

describe('the ledger by gRPC', () => {
  it('can be asked what it can be asked by HTTP, but for files', () => {
    expect([...methods.keys()].sort()).toEqual(Object.keys(counterparts).sort());
    expect(Object.values(counterparts).sort()).toEqual(
      [...routes.keys()].filter((route) => !route.includes('/import')).sort(),
    );
  });

  it.each(Object.entries(counterparts))(
    'asks of %s the permission of %s, and a key when it changes something',
    (method, counterpart) => {
      expect(routes.get(counterpart)).toHaveProperty('permission', methods.get(method)?.permission);
      expect(methods.get(method)?.idempotent === true).toBe(!counterpart.startsWith('get '));
    },
  );
});
