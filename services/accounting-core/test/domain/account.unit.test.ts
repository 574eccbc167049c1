import type { Currency } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import { AccountId } from '../../src/domain/account/account-id';
import type {
  AccountCommand,
  ClassifyAccount,
  CreateAccount,
} from '../../src/domain/account/commands';
import { accountDecider } from '../../src/domain/account/decide';
import { errors } from '../../src/domain/account/errors';
import type { AccountCreated, AccountEvent } from '../../src/domain/account/events';
import { accountFixture, by, idOf, ledgerFixture, mistakesOf, reasonOf } from './fixtures';

const { given } = DeciderSpecification.for(accountDecider);
const accountId = idOf('12101');
const metadata = by('mariam');
const ledger = ledgerFixture();

const create = (changes: Partial<CreateAccount['data']> = {}, known = ledger): CreateAccount => ({
  type: 'CreateAccount',
  data: {
    accountId,
    code: '1210.01',
    nameEnglish: 'Bank of Georgia',
    nameGeorgian: 'საქართველოს ბანკი',
    type: 'asset',
    parentAccountId: idOf('1210'),
    isPostable: true,
    isMonetary: true,
    currency: null,
    ifrsLine: 'Cash and cash equivalents',
    metadata: { branch: 'Batumi' },
    ...changes,
  },
  ledger: known,
  metadata,
});

const created: AccountCreated = {
  type: 'AccountCreated',
  data: { ...create().data, normalBalance: 'debit' },
};
const deactivated: AccountEvent = { type: 'AccountDeactivated', data: { accountId } };
const reactivated: AccountEvent = { type: 'AccountReactivated', data: { accountId } };

const rename = (nameEnglish: string, nameGeorgian = 'თიბისი'): AccountCommand => ({
  type: 'RenameAccount',
  data: { accountId, nameEnglish, nameGeorgian },
  metadata,
});

const move = (parentAccountId: AccountId | null, known = ledger): AccountCommand => ({
  type: 'MoveAccount',
  data: { accountId, parentAccountId },
  ledger: known,
  metadata,
});

const classify = (
  changes: Partial<ClassifyAccount['data']> = {},
  known = ledger,
): ClassifyAccount => ({
  type: 'ClassifyAccount',
  data: {
    accountId,
    isMonetary: true,
    currency: null,
    ifrsLine: 'Cash and cash equivalents',
    metadata: { branch: 'Batumi' },
    currenciesWithBalance: [],
    ...changes,
  },
  ledger: known,
  metadata,
});

const deactivate = (hasBalance = false, known = ledger): AccountCommand => ({
  type: 'DeactivateAccount',
  data: { accountId, hasBalance },
  ledger: known,
  metadata,
});

const reactivate = (known = ledger): AccountCommand => ({
  type: 'ReactivateAccount',
  data: { accountId },
  ledger: known,
  metadata,
});

const USD = 'USD' as Currency;

describe('a new account', () => {
  it('is created below its parent, on the usual side of its type', () => {
    given([]).when(create()).then([created]);
  });

  it('may stand on either side, at the top, without names for the statements', () => {
    const changes = { normalBalance: 'both', parentAccountId: null, ifrsLine: null } as const;
    given([])
      .when(create(changes))
      .then([{ type: 'AccountCreated', data: { ...create().data, ...changes } }]);
  });

  it('records nothing that was not asked for', () => {
    const command = create();
    const crowded = { ...command, data: { ...command.data, isActive: false } };
    given([]).when(crowded).then([created]);
  });

  it.each(['', 'a1', '1'.repeat(21), '1 2', '1210/1', '१'])('refuses the code %j', (code) => {
    given([]).when(create({ code })).thenRejects('accounting-core.account_code_invalid', {
      kind: 'invalid_argument',
      field: 'code',
    });
  });

  it.each(['1', 'A.1-Z', '9'.repeat(20)])('takes the code %s', (code) => {
    given([])
      .when(create({ code }))
      .then([{ ...created, data: { ...created.data, code } }]);
  });

  it.each(['', '  ', 'x'.repeat(201), 'a\nb', 'a\u0000'])('refuses the name %j', (name) => {
    given([])
      .when(create({ nameGeorgian: name, nameEnglish: name }))
      .thenRejects('accounting-core.account_name_invalid', { field: 'nameGeorgian' });
  });

  it('takes no more than 20 labels, each with a name and a printable value', () => {
    const labels = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`label ${index}`, '']));
    const mistakes = (metadataLabels: Record<string, string>): string[] =>
      mistakesOf(() =>
        accountDecider.decide(create({ metadata: metadataLabels }), { status: 'absent' }),
      );
    given([])
      .when(create({ metadata: labels(20) }))
      .then([{ ...created, data: { ...created.data, metadata: labels(20) } }]);
    expect(mistakes(labels(21))).toEqual(['metadata account_metadata_invalid']);
    expect(mistakes({ '': 'x' })).toEqual(['metadata account_metadata_invalid']);
    expect(mistakes({ bank: 'x\u0007' })).toEqual(['metadata.bank account_metadata_invalid']);
  });

  it('reports all that is wrong with what was asked for', () => {
    const wrong = create({
      code: '?',
      nameEnglish: '',
      normalBalance: 'credit',
      ifrsLine: '',
    });
    const attempt = () => accountDecider.decide(wrong, { status: 'absent' });
    expect(reasonOf(attempt)).toBe('account_input_invalid');
    expect(mistakesOf(attempt)).toEqual([
      'code account_code_invalid',
      'nameEnglish account_name_invalid',
      'normalBalance normal_balance_conflict',
      'ifrsLine ifrs_line_invalid',
    ]);
  });
});

describe('the order of errors when an account is created', () => {
  const child = accountFixture('12102', 'asset', { parentAccountId: accountId });
  const own = accountFixture('12101', 'asset');
  const wrongParent = accountFixture('77', 'liability', { isActive: false });

  it.each<[keyof typeof errors, AccountEvent[], CreateAccount]>([
    ['codeInvalid', [created], create({ code: '?' })],
    ['alreadyExists', [created], create({ code: '1210' })],
    ['codeTaken', [], create({ code: '1210', parentAccountId: idOf('1') })],
    ['parentUnknown', [], create({ parentAccountId: idOf('1') })],
    [
      'parentInactive',
      [],
      create({ parentAccountId: idOf('77') }, ledgerFixture({ accounts: [wrongParent] })),
    ],
    [
      'parentIsDescendant',
      [],
      create(
        { type: 'liability', parentAccountId: child.accountId },
        ledgerFixture({ accounts: [own, child] }),
      ),
    ],
    ['parentOfOtherElement', [], create({ type: 'liability' })],
  ])('%s comes before all that follow', (name, history, command) => {
    given(history).when(command).thenRejects(errors[name].code);
  });
});

describe('an active account', () => {
  it('is renamed in both languages', () => {
    given([created])
      .when(rename('TBC'))
      .then([
        {
          type: 'AccountRenamed',
          data: { accountId, nameEnglish: 'TBC', nameGeorgian: 'თიბისი' },
        },
      ]);
  });

  it('refuses an empty name', () => {
    given([created])
      .when(rename(''))
      .thenRejects('accounting-core.account_name_invalid', { field: 'nameEnglish' });
  });

  it('changes nothing when it is what was asked for', () => {
    given([created]).when(rename('Bank of Georgia', 'საქართველოს ბანკი')).thenNothing();
    given([created])
      .when(move(idOf('1210')))
      .thenNothing();
    given([created]).when(classify()).thenNothing();
  });

  it.each([idOf('1220'), null])('moves below %s', (parentAccountId) => {
    given([created])
      .when(move(parentAccountId))
      .then([{ type: 'AccountMoved', data: { accountId, parentAccountId } }]);
  });

  it('moves below none of its own: itself, or what stands below it', () => {
    const known = ledgerFixture({
      accounts: [
        accountFixture('12101', 'asset', { parentAccountId: idOf('1210') }),
        accountFixture('12102', 'asset', { parentAccountId: accountId }),
        accountFixture('12103', 'asset', { parentAccountId: idOf('12102') }),
      ],
    });
    for (const parent of [accountId, idOf('12102'), idOf('12103')]) {
      given([created])
        .when(move(parent, known))
        .thenRejects('accounting-core.account_under_itself', { field: 'parentAccountId' });
    }
  });

  it.each([
    [idOf('3110'), 'parent_account_of_other_element'],
    [idOf('1'), 'parent_account_unknown'],
  ])('does not move below %s', (parent, reason) => {
    given([created]).when(move(parent)).thenRejects(`accounting-core.${reason}`);
  });

  it('does not move below an inactive account', () => {
    given([created])
      .when(move(idOf('1220'), ledgerFixture({ changes: { '1220': { isActive: false } } })))
      .thenRejects('accounting-core.parent_account_inactive');
  });

  const changed = {
    isMonetary: false,
    currency: USD,
    ifrsLine: null,
    metadata: { branch: 'Tbilisi' },
  };

  it('is classified anew', () => {
    given([created])
      .when(classify({ ...changed, currenciesWithBalance: [USD] }))
      .then([{ type: 'AccountClassified', data: { accountId, ...changed } }]);
  });

  it.each([
    { isMonetary: false },
    { currency: USD },
    { ifrsLine: null },
    { metadata: {} },
    { metadata: { branch: 'Kutaisi' } },
  ])('notices that %j is new', (difference) => {
    const { currenciesWithBalance, ...before } = classify().data;
    expect(currenciesWithBalance).toEqual([]);
    given([created])
      .when(classify(difference))
      .then([{ type: 'AccountClassified', data: { ...before, ...difference } }]);
  });

  it('is not restricted to a currency while it holds another', () => {
    given([created])
      .when(classify({ currency: USD, currenciesWithBalance: [USD, 'EUR' as Currency] }))
      .thenRejects('accounting-core.account_has_other_currency', {
        field: 'currency',
        details: { currencies: ['EUR'] },
      });
  });

  const used = ledgerFixture({
    ledgerAccounts: {
      conversionDifference: accountId,
      exchangeGain: accountId,
      exchangeLoss: accountId,
      retainedEarnings: accountId,
    },
  });

  it('is not restricted to a foreign currency while the ledger posts to it in GEL', () => {
    given([created])
      .when(classify({ currency: USD }, used))
      .thenRejects('accounting-core.account_used_by_settings', { field: 'currency' });
    given([created])
      .when(classify({ currency: 'GEL' as Currency, metadata: {} }, used))
      .then([
        {
          type: 'AccountClassified',
          data: {
            accountId,
            isMonetary: true,
            currency: 'GEL' as Currency,
            ifrsLine: 'Cash and cash equivalents',
            metadata: {},
          },
        },
      ]);
  });

  it('refuses labels that cannot be kept', () => {
    given([created])
      .when(classify({ ifrsLine: '' }))
      .thenRejects('accounting-core.ifrs_line_invalid', { field: 'ifrsLine' });
  });

  it('is deactivated when nothing is left on it', () => {
    given([created]).when(deactivate()).then([deactivated]);
    given([created])
      .when(deactivate(false, ledgerFixture({ ledgerAccounts: undefined })))
      .then([deactivated]);
  });

  it('is not reactivated', () => {
    given([created]).when(reactivate()).thenRejects('accounting-core.account_already_active');
  });

  const parentAccountId = accountId;
  const children = Array.from({ length: 25 }, (_, index) =>
    accountFixture(String(13_000 + index), 'asset', { parentAccountId }),
  );
  const { ledgerAccounts } = used;
  const busy = ledgerFixture({ accounts: children, ledgerAccounts });

  it.each<[keyof typeof errors, AccountCommand]>([
    ['hasBalance', deactivate(true, busy)],
    ['hasActiveChildren', deactivate(false, busy)],
    ['usedBySettings', deactivate(false, used)],
  ])('is not deactivated: %s comes before what follows', (name, command) => {
    given([created]).when(command).thenRejects(errors[name].code, { kind: 'failed_precondition' });
  });

  it('names up to 20 of the accounts below that keep it active', () => {
    const attempt = () => accountDecider.decide(deactivate(false, busy), stateOf([created]));
    expect(attempt).toThrow(
      expect.objectContaining({
        details: { code: '1210.01', children: children.slice(0, 20).map(({ code }) => code) },
      }) as Error,
    );
  });

  it('does not mind inactive accounts below it', () => {
    const accounts = [accountFixture('13000', 'asset', { parentAccountId, isActive: false })];
    given([created])
      .when(deactivate(false, ledgerFixture({ accounts })))
      .then([deactivated]);
  });
});

const stateOf = (events: readonly AccountEvent[]) =>
  events.reduce(accountDecider.evolve, accountDecider.initialState());

describe('an inactive account', () => {
  it.each([rename('TBC'), move(null), classify(), deactivate()])(
    'has to be reactivated first: $type',
    (command) => {
      given([created, deactivated]).when(command).thenRejects('accounting-core.account_inactive');
    },
  );

  it('is reactivated, at the top or below an active parent', () => {
    given([created, deactivated]).when(reactivate()).then([reactivated]);
    const top: AccountEvent = { type: 'AccountMoved', data: { accountId, parentAccountId: null } };
    given([created, top, deactivated]).when(reactivate()).then([reactivated]);
    given([created, deactivated, reactivated]).when(deactivate()).then([deactivated]);
  });

  it('stays inactive below an inactive parent', () => {
    given([created, deactivated])
      .when(reactivate(ledgerFixture({ changes: { '1210': { isActive: false } } })))
      .thenRejects('accounting-core.parent_account_inactive');
  });
});

describe('an account that does not exist', () => {
  it.each([rename('TBC'), move(null), classify(), deactivate(), reactivate()])(
    'is not found: $type',
    (command) => {
      given([])
        .when(command)
        .thenRejects('accounting-core.account_not_found', { kind: 'not_found' });
    },
  );

  it('has no history before its creation', () => {
    expect(() => stateOf([deactivated])).toThrow('the first fact of an account is its creation');
  });
});

describe('the state of an account', () => {
  it('follows its events', () => {
    const renamed: AccountEvent = {
      type: 'AccountRenamed',
      data: { accountId, nameEnglish: 'TBC', nameGeorgian: 'თიბისი' },
    };
    const classified: AccountEvent = {
      type: 'AccountClassified',
      data: { accountId, isMonetary: false, currency: USD, ifrsLine: null, metadata: {} },
    };
    expect(stateOf([created, renamed, classified])).toEqual({
      ...created.data,
      ...renamed.data,
      ...classified.data,
      status: 'active',
    });
  });
});

describe('the identity of an account', () => {
  it('is a UUID', () => {
    expect(AccountId.parse(accountId)).toBe(accountId);
    expect(AccountId.parse('1210')).toBeUndefined();
  });
});

describe('what nobody handles', () => {
  const stranger = { type: 'Stranger', data: {} } as never;

  it('fails loudly, be it a command or a recorded fact', () => {
    const state = stateOf([created]);
    expect(() => accountDecider.decide(stranger, state)).toThrow('Unhandled case');
    expect(() => accountDecider.evolve(state, stranger)).toThrow('Unhandled case');
  });
});
