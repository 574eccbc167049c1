import { CompanyId } from '@accounting/kernel';
import { identityRealm } from '../../src/domain/identity-realm';

describe('the identity realm', () => {
  it('is named like a company, so that facts can be recorded in it', () => {
    expect(CompanyId.parse(identityRealm)).toBe(identityRealm);
  });
});
