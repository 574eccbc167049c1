// Numbers are synthetic.
import type { CompanyId } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import { companyDecider } from '../../src/domain/company/decide';
import type { CompanyEvent } from '../../src/domain/company/events';
import { identityRealm } from '../../src/domain/identity-realm';
import { ana, askedBy } from './organisation-fixtures';

const { given } = DeciderSpecification.for(companyDecider);

const companyId = '0192f0c1-0000-7000-8000-000000000001' as CompanyId;
const otherId = '0192f0c1-0000-7000-8000-000000000002' as CompanyId;
const metadata = askedBy(ana);
const operator = { companyId: otherId, isOperator: true };
const itself = { companyId, isOperator: false };
const stranger = { companyId: otherId, isOperator: false };
const names = { nameGeorgian: 'შპს მზიური', nameLatin: 'Mziuri LLC' };

const register = (changes: object = {}) =>
  ({
    type: 'RegisterCompany',
    data: {
      companyId,
      ...names,
      taxIdentificationNumber: '200000001' as string | null,
      isOperator: false,
      ...changes,
    },
    metadata,
  }) as const;

const registered = (isOperator = false): CompanyEvent => ({
  type: 'CompanyRegistered',
  data: { ...register().data, isOperator } as Extract<
    CompanyEvent,
    { type: 'CompanyRegistered' }
  >['data'],
});
const suspended: CompanyEvent = { type: 'CompanySuspended', data: { companyId, reason: 'Unpaid' } };
const reopened: CompanyEvent = { type: 'CompanyReopened', data: { companyId } };

const rename = (acting = itself, nameLatin = 'Mziuri JSC') =>
  ({
    type: 'RenameCompany',
    data: { companyId, nameGeorgian: names.nameGeorgian, nameLatin, acting },
    metadata,
  }) as const;
const suspend = (acting = operator, reason = 'Unpaid') =>
  ({ type: 'SuspendCompany', data: { companyId, reason, acting }, metadata }) as const;
const reopen = (acting = operator) =>
  ({ type: 'ReopenCompany', data: { companyId, acting }, metadata }) as const;

describe('registering a company', () => {
  it('is recorded', () => {
    given([]).when(register()).then([registered()]);
  });

  it('takes the number of an individual entrepreneur, and none of the first company', () => {
    given([])
      .when(register({ taxIdentificationNumber: '00000000001' }))
      .then([
        { ...registered(), data: { ...registered().data, taxIdentificationNumber: '00000000001' } },
      ] as CompanyEvent[]);
    given([])
      .when(register({ taxIdentificationNumber: null, isOperator: true }))
      .then([
        {
          ...registered(true),
          data: { ...registered(true).data, taxIdentificationNumber: null },
        },
      ] as CompanyEvent[]);
  });

  it.each([
    ['an empty name', { nameLatin: '' }, 'compliance.company_name_invalid', 'nameLatin'],
    [
      'a number of ten digits',
      { taxIdentificationNumber: '1234567890' },
      'compliance.tax_identification_number_invalid',
      'taxIdentificationNumber',
    ],
    [
      'the id of the identity realm',
      { companyId: identityRealm },
      'compliance.company_id_reserved',
      'companyId',
    ],
  ])('refuses %s', (_what, changes, code, field) => {
    given([]).when(register(changes)).thenRejects(code, { kind: 'invalid_argument', field });
  });

  it('reports several mistakes together', () => {
    given([])
      .when(register({ nameLatin: '', nameGeorgian: '' }))
      .thenRejects('compliance.company_input_invalid', { field: 'nameGeorgian' });
  });

  it('refuses an id that is taken', () => {
    given([registered()]).when(register()).thenRejects('compliance.company_exists');
  });
});

describe('renaming a company', () => {
  it('is open to its own administrators and to the operator', () => {
    for (const acting of [itself, operator]) {
      given([registered()])
        .when(rename(acting))
        .then([
          {
            type: 'CompanyRenamed',
            data: { companyId, nameGeorgian: names.nameGeorgian, nameLatin: 'Mziuri JSC' },
          },
        ]);
    }
  });

  it('records nothing when the names are the same', () => {
    given([registered(), { type: 'CompanyRenamed', data: { companyId, ...names } }])
      .when(rename(itself, names.nameLatin))
      .thenNothing();
  });

  it('refuses a name that is none', () => {
    given([registered()]).when(rename(itself, ' ')).thenRejects('compliance.company_name_invalid');
  });

  it('says of others’ companies what it says of none', () => {
    given([registered()]).when(rename(stranger)).thenRejects('compliance.company_not_found');
    given([]).when(rename(operator)).thenRejects('compliance.company_not_found');
  });
});

describe('suspending a company', () => {
  it('is recorded with the reason', () => {
    given([registered()]).when(suspend()).then([suspended]);
  });

  it('needs a reason', () => {
    given([registered()])
      .when(suspend(operator, ' '))
      .thenRejects('compliance.suspension_reason_invalid', { field: 'reason' });
  });

  it('is for the operator, also against oneself', () => {
    given([registered()])
      .when(suspend(itself))
      .thenRejects('compliance.operator_required', { kind: 'permission_denied' });
    given([registered()]).when(suspend(stranger)).thenRejects('compliance.company_not_found');
  });

  it('spares the operator itself', () => {
    given([registered(true)])
      .when(suspend({ companyId, isOperator: true }))
      .thenRejects('compliance.operator_not_suspended');
  });

  it('is done once', () => {
    given([registered(), suspended]).when(suspend()).thenRejects('compliance.company_suspended');
    given([registered(), suspended, reopened]).when(suspend()).then([suspended]);
  });
});

describe('reopening a company', () => {
  it('is recorded', () => {
    given([registered(), suspended]).when(reopen()).then([reopened]);
  });

  it('is for the operator, of a suspended company', () => {
    given([registered(), suspended])
      .when(reopen(itself))
      .thenRejects('compliance.operator_required');
    given([registered()]).when(reopen()).thenRejects('compliance.company_not_suspended');
  });
});
