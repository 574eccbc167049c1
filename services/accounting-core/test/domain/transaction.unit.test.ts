import { DeciderSpecification } from '@accounting/testing';
import type {
  ApproveTransaction,
  DraftTransaction,
  PostPreparedTransaction,
  PostTransaction,
  RejectTransaction,
  ReverseTransaction,
  ReviseTransaction,
} from '../../src/domain/transaction/commands';
import { transactionDecider } from '../../src/domain/transaction/decide';
import type { TransactionEvent } from '../../src/domain/transaction/events';
import { TransactionId } from '../../src/domain/transaction/transaction-id';
import {
  by,
  contentFixture,
  entryFixture,
  inputFixture,
  ledgerFixture,
  mistakesOf,
  postNew,
  ratesOf,
  refusalOf,
  transactionId,
} from './fixtures';

const { given } = DeciderSpecification.for(transactionDecider);
const id = transactionId(1);
const noRates = ratesOf({});

const draft = (actor: string): DraftTransaction => ({
  type: 'DraftTransaction',
  data: { transactionId: id, input: inputFixture() },
  ledger: ledgerFixture(),
  rates: noRates,
  metadata: by(actor),
});

const revise = (actor: string, description = 'Sale of goods'): ReviseTransaction => ({
  ...draft(actor),
  type: 'ReviseTransaction',
  data: { transactionId: id, input: inputFixture({ description }) },
});

const approve = (actor: string, ledger = ledgerFixture()): ApproveTransaction => ({
  type: 'ApproveTransaction',
  data: { transactionId: id },
  ledger,
  metadata: by(actor),
});

const rejectIt = (reason = 'Wrong month'): RejectTransaction => ({
  type: 'RejectTransaction',
  data: { transactionId: id, reason },
  metadata: by('giorgi'),
});

const post = (ledger = ledgerFixture()): PostTransaction => ({
  type: 'PostTransaction',
  data: { transactionId: id },
  ledger,
  metadata: by('mariam'),
});

const reverse = (changes: Partial<ReverseTransaction['data']> = {}): ReverseTransaction => ({
  type: 'ReverseTransaction',
  data: {
    transactionId: id,
    reversalTransactionId: transactionId(2),
    reversalDate: '2026-11-21',
    reason: 'Booked twice',
    ...changes,
  },
  ledger: ledgerFixture(),
  metadata: by('giorgi'),
});

const drafted: TransactionEvent = {
  type: 'TransactionDrafted',
  data: { ...contentFixture(), createdBy: 'nino' },
};
const approved: TransactionEvent = {
  type: 'TransactionApproved',
  data: { transactionId: id, approvedBy: 'giorgi' },
};
const rejected: TransactionEvent = {
  type: 'TransactionRejected',
  data: { transactionId: id, rejectedBy: 'giorgi', reason: 'Wrong month' },
};
const posted: TransactionEvent = {
  type: 'TransactionPosted',
  data: { ...contentFixture(), createdBy: 'nino', approvedBy: 'giorgi', postedBy: 'mariam' },
};
const reversed: TransactionEvent = {
  type: 'TransactionReversed',
  data: {
    transactionId: id,
    reversedBy: 'giorgi',
    reversalTransactionId: transactionId(2),
    reversalDate: contentFixture().transactionDate,
    reason: 'Booked twice',
  },
};

describe('a new transaction', () => {
  it('is drafted with its content', () => {
    given([]).when(draft('nino')).then([drafted]);
  });

  it('is created and posted in one by who may', () => {
    given([])
      .when(postNew())
      .then([
        {
          type: 'TransactionPosted',
          data: { ...contentFixture(), createdBy: 'nino', postedBy: 'nino' },
        },
      ]);
  });

  it('names the import that brought it', () => {
    const command = postNew();
    given([])
      .when({ ...command, data: { ...command.data, importBatchId: 'november' } })
      .then([
        {
          type: 'TransactionPosted',
          data: {
            ...contentFixture(),
            createdBy: 'nino',
            postedBy: 'nino',
            importBatchId: 'november',
          },
        },
      ]);
  });

  it('brings opening balances when it says so', () => {
    given([])
      .when(postNew({ transactionType: 'opening_balance', documentReference: 'OB-1' }))
      .then([
        {
          type: 'TransactionPosted',
          data: {
            ...contentFixture({ transactionType: 'opening_balance', documentReference: 'OB-1' }),
            createdBy: 'nino',
            postedBy: 'nino',
          },
        },
      ]);
  });

  it.each([draft('nino'), postNew()])('refuses an id that is in use: $type', (command) => {
    given([drafted])
      .when(command)
      .thenRejects('accounting-core.transaction_already_exists', {
        kind: 'already_exists',
        details: { status: 'draft' },
      });
  });
});

describe('a draft', () => {
  it('is replaced by its revision', () => {
    given([drafted])
      .when(revise('eka', 'Sale of services'))
      .then([
        {
          type: 'TransactionRevised',
          data: { ...contentFixture({ description: 'Sale of services' }), revisedBy: 'eka' },
        },
      ]);
  });

  it('is approved by another person', () => {
    given([drafted]).when(approve('giorgi')).then([approved]);
  });

  it('is not approved by who created it', () => {
    given([drafted]).when(approve('nino')).thenRejects('accounting-core.own_transaction_approved', {
      kind: 'permission_denied',
      field: 'transactionId',
    });
  });

  it('is not approved by who revised it last, nor still by its creator', () => {
    const revised: TransactionEvent = {
      type: 'TransactionRevised',
      data: { ...contentFixture(), revisedBy: 'eka' },
    };
    for (const author of ['eka', 'nino']) {
      given([drafted, revised])
        .when(approve(author))
        .thenRejects('accounting-core.own_transaction_approved');
    }
  });

  it('is approved by who revised an earlier version', () => {
    const revisedBy = (actor: string): TransactionEvent => ({
      type: 'TransactionRevised',
      data: { ...contentFixture(), revisedBy: actor },
    });
    given([drafted, revisedBy('giorgi'), revisedBy('eka')])
      .when(approve('giorgi'))
      .then([approved]);
  });

  it('is posted with the name of who wrote it as it stands, when that is not its creator', () => {
    const revisedBy = (actor: string): TransactionEvent => ({
      type: 'TransactionRevised',
      data: { ...contentFixture(), revisedBy: actor },
    });
    const postedAfter = (...revisions: TransactionEvent[]): TransactionEvent | undefined => {
      const state = [drafted, ...revisions, approved].reduce(
        transactionDecider.evolve,
        transactionDecider.initialState(),
      );
      return transactionDecider.decide(post(), state)[0];
    };
    expect(postedAfter(revisedBy('eka'))?.data).toMatchObject({
      createdBy: 'nino',
      lastEditedBy: 'eka',
    });
    expect(postedAfter(revisedBy('eka'), revisedBy('nino'))?.data).not.toHaveProperty(
      'lastEditedBy',
    );
  });

  it('is approved by its author where the company waives the second pair of eyes', () => {
    const ledger = ledgerFixture({ fourEyes: { required: false, reason: 'One accountant' } });
    given([drafted])
      .when(approve('nino', ledger))
      .then([{ type: 'TransactionApproved', data: { transactionId: id, approvedBy: 'nino' } }]);
  });

  it('is rejected with a reason', () => {
    given([drafted]).when(rejectIt()).then([rejected]);
  });

  it('may be withdrawn by whoever wrote it, who may not approve it', () => {
    given([drafted])
      .when({ ...rejectIt(), metadata: by('nino') })
      .then([{ ...rejected, data: { ...rejected.data, rejectedBy: 'nino' } }]);
  });

  it.each(['', ' \n', 'x'.repeat(501), 'a\u0000b'])('is not rejected for %j', (reason) => {
    given([drafted])
      .when(rejectIt(reason))
      .thenRejects('accounting-core.text_invalid', { field: 'reason' });
  });

  it('is not posted before it is approved', () => {
    given([drafted])
      .when(post())
      .thenRejects('accounting-core.transaction_not_approved', { details: { status: 'draft' } });
  });

  it('is not reversed', () => {
    given([drafted]).when(reverse()).thenRejects('accounting-core.transaction_not_posted');
  });
});

describe('an approved transaction', () => {
  it('is posted with the names of who created, approved and posted it', () => {
    given([drafted, approved]).when(post()).then([posted]);
  });

  it('keeps its document reference', () => {
    const referenced = contentFixture({ documentReference: 'INV-7' });
    given([{ type: 'TransactionDrafted', data: { ...referenced, createdBy: 'nino' } }, approved])
      .when(post())
      .then([{ type: 'TransactionPosted', data: { ...posted.data, ...referenced } }]);
  });

  it('can still be rejected', () => {
    given([drafted, approved]).when(rejectIt()).then([rejected]);
  });

  it.each([revise('nino'), approve('mariam')])(
    'refuses what only a draft takes: $type',
    (command) => {
      given([drafted, approved])
        .when(command)
        .thenRejects('accounting-core.transaction_not_draft', { details: { status: 'approved' } });
    },
  );

  it('is not posted into a period that was closed since', () => {
    given([drafted, approved])
      .when(post(ledgerFixture({ periods: { '2026-11': 'closed' } })))
      .thenRejects('accounting-core.period_closed', { details: { period: '2026-11' } });
  });

  it('is not posted to an account that was deactivated since', () => {
    given([drafted, approved])
      .when(post(ledgerFixture({ changes: { '6110': { isActive: false } } })))
      .thenRejects('accounting-core.account_inactive', { field: 'entries[1].accountId' });
  });

  it('is not posted to an account that is not there', () => {
    const stranger = entryFixture('999999', 'debit', { amount: '100.00' });
    const [, second] = contentFixture().entries;
    const entries = second === undefined ? [] : [stranger, second];
    given([
      { type: 'TransactionDrafted', data: { ...contentFixture({ entries }), createdBy: 'nino' } },
      approved,
    ])
      .when(post())
      .thenRejects('accounting-core.account_unknown', { field: 'entries[0].accountId' });
  });
});

describe('a rejected transaction', () => {
  it.each([
    [revise('nino'), 'transaction_not_draft'],
    [approve('mariam'), 'transaction_not_draft'],
    [rejectIt(), 'transaction_not_draft'],
    [post(), 'transaction_not_approved'],
    [reverse(), 'transaction_not_posted'],
  ] as const)('stays as it is', (command, reason) => {
    given([drafted, rejected]).when(command).thenRejects(`accounting-core.${reason}`);
  });
});

describe('a posted transaction', () => {
  it('is not posted again', () => {
    given([posted])
      .when(post())
      .thenRejects('accounting-core.transaction_already_posted', { kind: 'failed_precondition' });
  });

  it.each([revise('nino'), approve('giorgi'), rejectIt()])('never changes: $type', (command) => {
    given([posted])
      .when(command)
      .thenRejects('accounting-core.transaction_not_draft', { details: { status: 'posted' } });
  });

  it.each([
    [revise('nino'), 'only a draft can be changed.'],
    [approve('giorgi'), 'only a draft can be approved.'],
    [
      rejectIt(),
      'only a draft or an approved one can be rejected; what is posted is corrected by ' +
        'reversing it.',
    ],
  ] as const)('says of each what takes it: $type', (command, rule) => {
    const state = transactionDecider.evolve(transactionDecider.initialState(), posted);
    const attempt = () => transactionDecider.decide(command, state);
    expect(refusalOf(attempt).message).toBe(`The transaction is posted; ${rule}`);
  });

  it('learns of its reversal', () => {
    given([posted])
      .when(reverse())
      .then([
        {
          type: 'TransactionReversed',
          data: {
            transactionId: id,
            reversedBy: 'giorgi',
            reversalTransactionId: transactionId(2),
            reversalDate: '2026-11-21',
            reason: 'Booked twice',
          } as never,
        },
      ]);
  });
});

describe('a reversed transaction', () => {
  it('is reversed only once, and names its reversal', () => {
    given([posted, reversed])
      .when(reverse())
      .thenRejects('accounting-core.transaction_already_reversed', {
        details: { reversalTransactionId: transactionId(2) },
      });
  });

  it('is not posted again', () => {
    given([posted, reversed])
      .when(post())
      .thenRejects('accounting-core.transaction_already_posted');
  });
});

describe('a transaction that does not exist', () => {
  it.each([revise('nino'), approve('giorgi'), rejectIt(), post(), reverse()])(
    'is not found: $type',
    (command) => {
      given([])
        .when(command)
        .thenRejects('accounting-core.transaction_not_found', { kind: 'not_found' });
    },
  );

  it('cannot have been approved', () => {
    expect(() => transactionDecider.evolve({ status: 'absent' }, approved)).toThrow(
      'begins as a draft or posted',
    );
  });
});

describe('a prepared transaction', () => {
  const content = contentFixture({
    transactionType: 'revaluation',
    entries: [
      entryFixture('1220', 'debit', {
        amount: '0.00',
        currency: 'USD' as never,
        exchangeRate: '2.725',
        amountGel: '25.00',
      }),
      entryFixture('8140', 'credit', { amount: '25.00' }),
    ],
    totalGel: '25.00',
  });
  const prepared = (
    changes: Partial<typeof content> = {},
    accounts: Parameters<typeof ledgerFixture>[0] = {},
  ): PostPreparedTransaction => ({
    type: 'PostPreparedTransaction',
    data: { content: { ...content, ...changes } },
    ledger: ledgerFixture({ periods: { '2026-10': 'closed' }, ...accounts }),
    metadata: by('giorgi'),
  });

  it('is posted as it is', () => {
    given([])
      .when(prepared())
      .then([
        {
          type: 'TransactionPosted',
          data: { ...content, createdBy: 'giorgi', postedBy: 'giorgi' },
        },
      ]);
  });

  it('needs an id that is free, a date that can be booked, and an open period', () => {
    given([posted]).when(prepared()).thenRejects('accounting-core.transaction_already_exists');
    given([])
      .when(prepared({ transactionDate: '2028-01-31' as never }))
      .thenRejects('accounting-core.transaction_date_too_late', { field: 'transactionDate' });
    given([])
      .when(prepared({ transactionDate: '2026-10-31' as never }))
      .thenRejects('accounting-core.period_closed');
  });

  it.each([
    {
      code: 'account_inactive',
      change: { isActive: false },
      state: 'is inactive',
      steps: ['reactivate it', 'deactivate it again'],
    },
    {
      code: 'account_currency_mismatch',
      change: { currency: 'EUR' as never },
      state: 'takes entries in EUR only',
      steps: ['lift the restriction', 'restrict it again'],
    },
  ])('says what to do where an account was shut: $code', ({ code, change, state, steps }) => {
    const [open, shut] = steps;
    const message =
      `Account 1220 ${state}, but what it held in USD on 2026-11-20 has to be revalued: ${open}, ` +
      'revalue this date and then a later one on which that is cleared, which takes the ' +
      `difference back, and ${shut}.`;
    const attempt = () =>
      transactionDecider.decide(
        prepared({}, { changes: { '1220': change } }),
        transactionDecider.initialState(),
      );
    expect(refusalOf(attempt)).toMatchObject({ code: `accounting-core.${code}`, message });
    expect(mistakesOf(attempt)).toEqual([`entries[0].accountId ${code}`]);
  });

  it.each([
    { transactionType: 'standard' },
    { entries: [entryFixture('1210', 'debit', { amount: '1.00' })] },
  ] as const)('is a defect when it is no revaluation, or unbalanced', (changes) => {
    expect(() =>
      transactionDecider.decide(prepared(changes), transactionDecider.initialState()),
    ).toThrow('Invariant violated');
  });
});

describe('the identity of a transaction', () => {
  it('is a UUID in lower case', () => {
    expect(TransactionId.parse('0000000A-0000-7000-8000-000000000001')).toBe(
      '0000000a-0000-7000-8000-000000000001',
    );
    expect(TransactionId.parse('1')).toBeUndefined();
  });
});

describe('what nobody handles', () => {
  const stranger = { type: 'Stranger', data: {} } as never;

  it('fails loudly, be it a command or a recorded fact', () => {
    const state = transactionDecider.evolve(transactionDecider.initialState(), drafted);
    expect(() => transactionDecider.decide(stranger, state)).toThrow('Unhandled case');
    expect(() => transactionDecider.evolve(state, stranger)).toThrow('Unhandled case');
  });
});
