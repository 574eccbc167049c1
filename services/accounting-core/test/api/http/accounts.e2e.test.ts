import type { AccountReceipt } from '../../../src/application/account-use-cases';
import type { AdoptedChart } from '../../../src/application/chart-adoption';
import type { AccountView, Page } from '../../../src/application/ports';
import { accountOf, accountsOf, chart, newCompany, pair, post, today } from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
});
afterAll(() => ledger.stop());

const safe = {
  code: '1111',
  nameEnglish: 'Safe',
  nameGeorgian: 'სეიფი',
  type: 'asset',
  normalBalance: 'debit',
};

let lastCode = 9000;
/** An account that no other test knows, in a company that all share. */
const createAccount = async (fields: object = {}): Promise<AccountReceipt> => {
  lastCode += 1;
  return accepted(
    company.post<AccountReceipt>('/accounts', { ...safe, code: `T-${lastCode}`, ...fields }),
  );
};

describe('a new company', () => {
  it('starts from the Georgian chart and its ledger accounts with one call', async () => {
    const newcomer = ledger.caller();
    const adopted = await newcomer.post<AdoptedChart>('/accounts/chart');
    expect(adopted.status).toBe(201);
    const accounts = await accountsOf(newcomer);
    expect(accounts.size).toBe(adopted.body.accountCount);
    expect(adopted.body.accountCount).toBeGreaterThanOrEqual(274);
    expect(accounts.get(chart.bank)).toMatchObject({ type: 'asset', isActive: true, version: 1 });
    const settings = await newcomer.get('/accounts/settings');
    expect(settings).toMatchObject({
      version: 1,
      body: { accounts: adopted.body.ledgerAccounts, fourEyes: { required: true } },
    });
  });

  it('adopts a chart once', async () => {
    expect(await refused(company.post('/accounts/chart'))).toMatchObject({
      status: 422,
      code: 'accounting-core.chart_already_adopted',
    });
  });

  it('has no settings before it adopts a chart or makes them', async () => {
    expect(await refused(ledger.caller().get('/accounts/settings'))).toMatchObject({
      status: 404,
      code: 'accounting-core.ledger_settings_not_made',
    });
  });
});

describe('creating an account', () => {
  it('answers with the first version, under the id that the client chose', async () => {
    const accountId = '0193a5c2-7c1e-7d3a-9b1f-3a2c5d6e7f80';
    const body = { ...safe, accountId, code: '1112', metadata: { branch: 'ბათუმი' } };
    const created = await company.post<AccountReceipt>('/accounts', body);
    expect(created).toMatchObject({ status: 201, version: 1, body: { accountId, code: '1112' } });
    const found = await company.get<AccountView>(`/accounts/${accountId}`);
    expect(found).toMatchObject({
      status: 200,
      version: 1,
      body: { nameGeorgian: 'სეიფი', metadata: { branch: 'ბათუმი' }, parentAccountId: null },
    });
  });

  it('is refused when another account of the company has the code', async () => {
    const taken = company.post('/accounts', { ...safe, code: chart.cash });
    expect(await refused(taken)).toMatchObject({
      status: 409,
      code: 'accounting-core.account_code_taken',
      violations: [{ field: 'code' }],
    });
  });

  it('is refused when the id is taken', async () => {
    const { accountId } = await createAccount();
    const taken = company.post('/accounts', { ...safe, accountId, code: '1113' });
    expect(await refused(taken)).toMatchObject({
      status: 409,
      code: 'accounting-core.account_already_exists',
    });
  });

  it('is refused below an account of another element', async () => {
    const parent = await accountOf(company, chart.sales);
    const body = { ...safe, code: '1114', parentAccountId: parent.accountId };
    expect(await refused(company.post('/accounts', body))).toMatchObject({
      status: 422,
      code: 'accounting-core.parent_account_of_other_element',
    });
  });

  it('reports all mistakes of the input at once', async () => {
    const body = { ...safe, code: 'a b', nameEnglish: ' ', normalBalance: 'credit' };
    const problem = await refused(company.post('/accounts', body));
    expect(problem).toMatchObject({ status: 400, code: 'accounting-core.account_input_invalid' });
    expect(problem.violations?.map(({ field }) => field).sort()).toEqual([
      'code',
      'nameEnglish',
      'normalBalance',
    ]);
  });
});

describe('changing an account', () => {
  it('needs the version that was read, and gives the next one', async () => {
    const { accountId } = await createAccount();
    const names = { nameEnglish: 'Vault', nameGeorgian: 'საცავი' };
    const renamed = await company.put<AccountReceipt>(`/accounts/${accountId}/name`, names, 1);
    expect(renamed).toMatchObject({ status: 200, version: 2 });
    expect((await company.get(`/accounts/${accountId}`)).body).toMatchObject(names);
  });

  it('is refused without If-Match', async () => {
    const { accountId } = await createAccount();
    const names = { nameEnglish: 'Vault', nameGeorgian: 'საცავი' };
    expect(await refused(company.put(`/accounts/${accountId}/name`, names))).toMatchObject({
      status: 428,
      code: 'host.version_required',
      violations: [{ field: 'If-Match' }],
    });
  });

  it('is refused with 412 at a version that is no longer the current one', async () => {
    const { accountId } = await createAccount();
    const names = { nameEnglish: 'Vault', nameGeorgian: 'საცავი' };
    await accepted(company.put(`/accounts/${accountId}/name`, names, 1));
    expect(await refused(company.put(`/accounts/${accountId}/name`, names, 1))).toMatchObject({
      status: 412,
      code: 'event_store.version_mismatch',
      details: { expectedVersion: 1, currentVersion: 2 },
    });
  });

  it('moves it in the hierarchy, but never below itself', async () => {
    const parent = await createAccount({ isPostable: false });
    const child = await createAccount();
    const move = (accountId: string, parentAccountId: string | null, version: number) =>
      company.put(`/accounts/${accountId}/parent`, { parentAccountId }, version);
    await accepted(move(child.accountId, parent.accountId, 1));
    const moved = await company.get<AccountView>(`/accounts/${child.accountId}`);
    expect(moved.body.parentAccountId).toBe(parent.accountId);
    expect(await refused(move(parent.accountId, child.accountId, 1))).toMatchObject({
      status: 422,
      code: 'accounting-core.account_under_itself',
    });
  });

  it('restricts it to a currency only when nothing stands on it in another', async () => {
    const { accountId } = await createAccount();
    const classify = (currency: string | null, version: number) =>
      company.put(
        `/accounts/${accountId}/classification`,
        { isMonetary: true, currency, ifrsLine: 'Cash', metadata: {} },
        version,
      );
    await post(company, {
      entries: [
        { accountId, debit: '5.00' },
        { accountCode: chart.sales, credit: '5.00' },
      ],
    });
    expect(await refused(classify('USD', 1))).toMatchObject({
      status: 422,
      code: 'accounting-core.account_has_other_currency',
    });
    await accepted(classify('GEL', 1));
    expect((await company.get(`/accounts/${accountId}`)).body).toMatchObject({
      currency: 'GEL',
      ifrsLine: 'Cash',
      version: 2,
    });
  });

  it('keeps the restriction when what it took before is reversed', async () => {
    const { accountId, code } = await createAccount();
    const restrict = (currency: string | null, version: number) =>
      company.put(
        `/accounts/${accountId}/classification`,
        { isMonetary: true, currency, ifrsLine: null, metadata: {} },
        version,
      );
    const euros = { currency: 'EUR', exchangeRate: '3' };
    const taken = await post(company, { entries: pair(code, chart.sales, '10.00', euros) });
    await post(company, { entries: pair(chart.sales, code, '10.00', euros) });
    await accepted(restrict('USD', 1));
    const reverse = () =>
      company.post(`/transactions/${taken.transactionId}/reverse`, {
        reversalDate: today,
        reason: 'Booked twice',
      });
    expect(await refused(reverse())).toMatchObject({
      status: 422,
      code: 'accounting-core.account_currency_mismatch',
      violations: [{ field: 'entries[0].currency' }],
    });
    await accepted(restrict(null, 2));
    expect(await reverse()).toMatchObject({ status: 201 });
  });

  it('is refused for an account that does not exist', async () => {
    const nobody = '/accounts/0193a5c2-7c1e-7d3a-9b1f-000000000000';
    expect(await refused(company.get(nobody))).toMatchObject({
      status: 404,
      code: 'accounting-core.account_not_found',
    });
    expect(await refused(company.post(`${nobody}/reactivate`, undefined, { version: 1 }))).toEqual(
      expect.objectContaining({ status: 404, code: 'accounting-core.account_not_found' }),
    );
  });
});

describe('deactivating an account', () => {
  const deactivate = (accountId: string, version: number) =>
    company.post(`/accounts/${accountId}/deactivate`, undefined, { version });

  it('is refused while it has a balance', async () => {
    const { accountId } = await createAccount();
    await post(company, {
      entries: [
        { accountId, debit: '0.01' },
        { accountCode: chart.sales, credit: '0.01' },
      ],
    });
    expect(await refused(deactivate(accountId, 1))).toMatchObject({
      status: 422,
      code: 'accounting-core.account_has_balance',
    });
  });

  it('is refused while a year that is not closed ends with a balance', async () => {
    const { accountId, code } = await createAccount({ type: 'expense', normalBalance: 'debit' });
    await post(company, { transactionDate: '2025-12-30', entries: pair(code, chart.cash, '5.00') });
    await post(company, { transactionDate: '2026-01-05', entries: pair(chart.cash, code, '5.00') });
    expect(await refused(deactivate(accountId, 1))).toMatchObject({
      status: 422,
      code: 'accounting-core.account_has_balance',
      details: { date: '2025-12-31' },
    });
  });

  it('is refused while accounts below it are active', async () => {
    const parent = await createAccount({ isPostable: false });
    await createAccount({ parentAccountId: parent.accountId });
    expect(await refused(deactivate(parent.accountId, 1))).toMatchObject({
      status: 422,
      code: 'accounting-core.account_has_active_children',
    });
  });

  it('is refused while the ledger posts to it by itself', async () => {
    const { accountId } = await accountOf(company, chart.retainedEarnings);
    expect(await refused(deactivate(accountId, 1))).toMatchObject({
      status: 422,
      code: 'accounting-core.account_used_by_settings',
    });
  });

  it('keeps postings away until it is taken into use again', async () => {
    const { accountId, code } = await createAccount();
    await accepted(deactivate(accountId, 1));
    const entries = pair(code, chart.sales, '1.00');
    const body = { transactionDate: '2026-11-22', description: 'x', entries };
    expect(await refused(company.post('/transactions/post', body))).toMatchObject({
      status: 422,
      code: 'accounting-core.account_inactive',
      violations: [{ field: 'entries[0].accountCode' }],
    });
    await accepted(company.post(`/accounts/${accountId}/reactivate`, undefined, { version: 2 }));
    await post(company, { entries });
  });
});

describe('the ledger settings', () => {
  it('change at the version that was read, and name only suitable accounts', async () => {
    const one = await newCompany(ledger);
    const { body, version } = await one.get<{ accounts: Record<string, string> }>(
      '/accounts/settings',
    );
    const fourEyes = { required: false, reason: 'The owner keeps the books alone' };
    const changed = await one.put(
      '/accounts/settings',
      { accounts: body.accounts, fourEyes },
      version,
    );
    expect(changed).toMatchObject({ status: 200, version: 2, body: { fourEyes } });
    const cash = await accountOf(one, chart.cash);
    const wrong = { ...body.accounts, retainedEarnings: cash.accountId };
    const refusal = one.put('/accounts/settings', { accounts: wrong, fourEyes }, 2);
    expect(await refused(refusal)).toMatchObject({
      status: 422,
      code: 'accounting-core.ledger_account_unsuitable',
      violations: [{ field: 'accounts.retainedEarnings' }],
    });
  });
});

describe('the list of accounts', () => {
  const list = async (query: string): Promise<Page<AccountView>> =>
    accepted(company.get<Page<AccountView>>(`/accounts?${query}`));

  it('is filtered by type, by place, by code, by use and by part of a name', async () => {
    const cash = await accountOf(company, chart.cash);
    const byParent = await list(`parentAccountId=${cash.parentAccountId ?? ''}`);
    expect(byParent.items.map(({ code }) => code)).toContain(chart.cash);
    const byCode = await list('codePrefix=121&isPostable=true&isActive=true');
    expect(byCode.items.every(({ code }) => code.startsWith('121'))).toBe(true);
    expect(byCode.items.length).toBeGreaterThan(0);
    const byName = await list(`search=${encodeURIComponent('ეროვნული ვალუტა')}`);
    expect(byName.items.map(({ code }) => code)).toContain(chart.bank);
    const byType = await list('type=contra_asset');
    expect(new Set(byType.items.map(({ type }) => type))).toEqual(new Set(['contra_asset']));
  });

  it('takes the signs of a pattern for themselves', async () => {
    expect((await list('search=%25%25')).items).toEqual([]);
    expect((await list('codePrefix=_')).items).toEqual([]);
  });

  it.each(['code', 'name_georgian', 'name_english'])(
    'sorted by %s comes in pages that together are the whole',
    async (sort) => {
      const whole = (await list(`sort=${sort}&limit=1000`)).items.map(({ code }) => code);
      expect(whole.length).toBeGreaterThan(200);
      const pages: string[] = [];
      let after = '';
      for (;;) {
        const page = await list(`sort=${sort}&limit=100${after}`);
        pages.push(...page.items.map(({ code }) => code));
        if (page.next === undefined) break;
        after = `&after=${encodeURIComponent(page.next)}`;
      }
      expect(pages).toEqual(whole);
      expect(new Set(pages).size).toBe(whole.length);
    },
  );

  it('sorts Georgian names by the Georgian alphabet', async () => {
    const names = (await list('sort=name_georgian&limit=1000')).items.map(
      ({ nameGeorgian }) => nameGeorgian,
    );
    expect(names.length).toBeGreaterThan(200);
    expect(names).toEqual([...names].sort(new Intl.Collator('ka').compare));
  });
});
