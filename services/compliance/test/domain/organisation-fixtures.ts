import type { ActorId, Instant, Uuid, CommandMetadata } from '@accounting/kernel';
import { sequentialUuids } from '@accounting/testing';
import type { Member, Organisation } from '../../src/domain/organisation';
import { generalDutyRules } from '../../src/domain/separation-of-duties';

const newId = sequentialUuids(0xd0);

/** An administrator, a chief accountant who also keeps people, an accountant; and a stranger. */
export const ana: Uuid = newId();
export const tamar: Uuid = newId();
export const nino: Uuid = newId();
export const stranger: Uuid = newId();

export const now = '2026-11-22T08:00:00.000Z' as Instant;

export const askedBy = (actorId: Uuid): CommandMetadata => ({
  actorId: actorId as string as ActorId,
  now,
});

export const member = (userId: Uuid, ...roleIds: readonly string[]): Member => ({
  userId,
  roleIds,
  acceptedRuleIds: [],
});

/** A role that may enter suppliers, one that may pay, and one that both. */
export const supplierRole = {
  roleId: '00000000-00aa-7000-8000-000000000001',
  nameEnglish: 'Buyer',
  nameGeorgian: 'მყიდველი',
  permissions: ['suppliers:write'],
};
export const paymentRole = {
  roleId: '00000000-00aa-7000-8000-000000000002',
  nameEnglish: 'Cashier',
  nameGeorgian: 'მოლარე',
  permissions: ['payments:execute'],
};

/** A role that invites people, and is no administrator. */
export const keeperRole = {
  roleId: '00000000-00aa-7000-8000-000000000003',
  nameEnglish: 'Keeper of people',
  nameGeorgian: 'კადრების მენეჯერი',
  permissions: ['admin:users'],
};

export const organisation = (changes: Partial<Organisation> = {}): Organisation => ({
  version: 1,
  members: [
    member(ana, 'administrator'),
    member(tamar, 'chief_accountant', keeperRole.roleId),
    member(nino, 'accountant'),
  ],
  customRoles: [supplierRole, paymentRole, keeperRole],
  partnerCount: 0,
  dutyRules: generalDutyRules,
  ...changes,
});
