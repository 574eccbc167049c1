import type { CompanyId } from '@accounting/kernel';

/**
 * Where facts about people are recorded that belong to no company: that they were registered,
 * signed in, changed a password. No company has this id.
 */
export const identityRealm = '00000000-0000-4000-8000-000000000001' as CompanyId;
