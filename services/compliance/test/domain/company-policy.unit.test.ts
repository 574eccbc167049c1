import { DeciderSpecification } from '@accounting/testing';
import { companyPolicyDecider } from '../../src/domain/company-policy/decide';
import type { CompanyPolicyEvent, PolicyTerms } from '../../src/domain/company-policy/events';
import { standardPolicy } from '../../src/domain/company-policy/state';
import { ana, askedBy, organisation, tamar } from './organisation-fixtures';

const { given } = DeciderSpecification.for(companyPolicyDecider);

const change = (changes: Partial<PolicyTerms>, by = ana) =>
  ({
    type: 'ChangeCompanyPolicy',
    data: { ...standardPolicy, ...changes },
    metadata: askedBy(by),
    organisation: organisation(),
  }) as const;

const changed = (changes: Partial<PolicyTerms> = {}): CompanyPolicyEvent => ({
  type: 'CompanyPolicyChanged',
  data: { ...standardPolicy, ...changes },
});

const waiver = { required: false, reason: 'One accountant only' } as const;

describe('the policy of a company', () => {
  it('asks for four eyes until somebody decides otherwise', () => {
    expect(companyPolicyDecider.initialState().fourEyes).toEqual({ required: true });
  });

  it('is recorded as a whole, also when it stays the same', () => {
    given([])
      .when(change({ secondFactorRequired: true }, tamar))
      .then([changed({ secondFactorRequired: true })]);
    given([changed()]).when(change({})).then([changed()]);
  });

  it.each([
    ['sessionLengthMinutes', { sessionLengthMinutes: 14 }],
    ['sessionLengthMinutes', { sessionLengthMinutes: 10_081 }],
    ['sessionLengthMinutes', { sessionLengthMinutes: 60.5 }],
    ['password.lengthMin', { password: { lengthMin: 11, historyCount: 5, lifetimeDays: 0 } }],
    ['password.historyCount', { password: { lengthMin: 12, historyCount: 25, lifetimeDays: 0 } }],
    ['password.lifetimeDays', { password: { lengthMin: 12, historyCount: 5, lifetimeDays: -1 } }],
  ])('refuses a value of %s that is out of bounds', (field, changes) => {
    given([])
      .when(change(changes))
      .thenRejects('compliance.policy_out_of_bounds', { kind: 'invalid_argument', field });
  });

  it('reports several mistakes together', () => {
    given([])
      .when(change({ sessionLengthMinutes: 1, fourEyes: { required: false, reason: '' } }))
      .thenRejects('compliance.policy_input_invalid', { field: 'fourEyes.reason' });
  });
});

describe('doing without four eyes', () => {
  it('is recorded with the reason', () => {
    given([])
      .when(change({ fourEyes: waiver }))
      .then([changed({ fourEyes: waiver })]);
  });

  it('needs a reason', () => {
    given([])
      .when(change({ fourEyes: { required: false, reason: ' ' } }))
      .thenRejects('compliance.four_eyes_reason_invalid', { field: 'fourEyes.reason' });
  });

  it('is for an administrator to begin, and to give another reason for', () => {
    given([])
      .when(change({ fourEyes: waiver }, tamar))
      .thenRejects('compliance.administrator_required', { kind: 'permission_denied' });
    given([changed({ fourEyes: waiver })])
      .when(change({ fourEyes: { required: false, reason: 'Holidays' } }, tamar))
      .thenRejects('compliance.administrator_required');
  });

  it('does not keep others from changing the rest, or from ending it', () => {
    given([changed({ fourEyes: waiver })])
      .when(change({ fourEyes: waiver, sessionLengthMinutes: 60 }, tamar))
      .then([changed({ fourEyes: waiver, sessionLengthMinutes: 60 })]);
    given([changed({ fourEyes: waiver })])
      .when(change({}, tamar))
      .then([changed()]);
  });
});
