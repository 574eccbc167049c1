import type { CompanyId, Instant } from '@accounting/kernel';
import {
  chooseAccess,
  credentialEndsAt,
  grantOf,
  sessionEndsAt,
  type GrantedAccess,
} from '../../src/domain/session-policy';

const bakery = 'bakery' as CompanyId;
const tea = 'tea' as CompanyId;
const bank = 'bank' as CompanyId;
const accessTo = (companyId: CompanyId): GrantedAccess => ({
  companyId,
  permissions: ['accounts:read'],
  sessionLengthMs: 3_600_000,
  requiresSecondFactor: false,
});
const accesses = [accessTo(bakery), accessTo(tea)];

describe('the company of a session', () => {
  it.each([
    ['the one asked for', { asked: tea, last: bakery }, tea],
    ['else the last one', { asked: undefined, last: tea }, tea],
    ['else the first', { asked: undefined, last: undefined }, bakery],
    ['the first when the last one is not open any more', { asked: undefined, last: bank }, bakery],
    ['none when the one asked for is not open', { asked: bank, last: tea }, undefined],
  ])('is %s', (_which, choice, expected) => {
    expect(chooseAccess(accesses, choice)?.companyId).toBe(expected);
  });

  it('is none for who has none', () => {
    const none: readonly GrantedAccess[] = [];
    expect(chooseAccess(none, { asked: undefined, last: tea })).toBeUndefined();
  });
});

describe('a session', () => {
  const now = '2026-11-22T08:00:00.000Z' as Instant;

  it('ends so long after it began as the company says', () => {
    expect(sessionEndsAt(now, accessTo(bakery))).toBe('2026-11-22T09:00:00.000Z');
  });

  it('ends its credentials with it', () => {
    const endsAt = sessionEndsAt(now, accessTo(bakery));
    expect(credentialEndsAt(now, 1_800_000, endsAt)).toBe('2026-11-22T08:30:00.000Z');
    expect(credentialEndsAt(now, 7_200_000, endsAt)).toBe(endsAt);
  });
});

describe('the permissions of a token', () => {
  const strict = { ...accessTo(bakery), requiresSecondFactor: true };
  const person = { hasSecondFactor: true, passedSecondFactor: true, isPasswordExpired: false };

  it('are those that the company grants', () => {
    expect(grantOf(strict, person)).toEqual({ permissions: ['accounts:read'], nextSteps: [] });
    const without = { ...person, hasSecondFactor: false, passedSecondFactor: false };
    expect(grantOf(accessTo(bakery), without).permissions).toEqual(['accounts:read']);
  });

  it.each([
    ['set_up_second_factor', { hasSecondFactor: false, passedSecondFactor: false }],
    ['sign_in_with_second_factor', { passedSecondFactor: false }],
    ['change_password', { isPasswordExpired: true }],
  ])('are none until the person has done this: %s', (step, change) => {
    expect(grantOf(strict, { ...person, ...change })).toEqual({
      permissions: [],
      nextSteps: [step],
    });
  });
});
