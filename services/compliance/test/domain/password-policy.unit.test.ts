import type { Instant } from '@accounting/kernel';
import {
  errors,
  normalisedPassword,
  passwordExpiresAt,
  passwordLengthMax,
  passwordViolations,
  standardDemands,
  strictestOf,
  type ProposedPassword,
} from '../../src/domain/password-policy';

const codesOf = (proposed: Partial<ProposedPassword>, lengthMin = 12) =>
  passwordViolations(
    {
      password: 'fragile otters mend lanterns',
      emailKey: 'nino.b@example.ge',
      displayName: 'Nino Beridze',
      isGuessable: false,
      isUsedBefore: false,
      ...proposed,
    },
    { ...standardDemands, lengthMin },
    'newPassword',
  ).map(({ field, code }) => `${field} ${code}`);

describe('a new password', () => {
  it('may be anything long that nobody guesses', () => {
    expect(codesOf({})).toEqual([]);
    expect(codesOf({ password: 'n'.repeat(200) })).toEqual([]);
  });

  it('has as many characters as the company asks for, however many units they take', () => {
    expect(codesOf({ password: '🦦'.repeat(11) })).toEqual([
      'newPassword compliance.password_too_short',
    ]);
    expect(codesOf({ password: '🦦'.repeat(12) })).toEqual([]);
    expect(codesOf({ password: '🦦'.repeat(12) }, 13)).toHaveLength(1);
  });

  it('says how long it has to be', () => {
    const [violation] = passwordViolations(
      {
        password: 'short',
        emailKey: '',
        displayName: '',
        isGuessable: false,
        isUsedBefore: false,
      },
      { ...standardDemands, lengthMin: 16 },
      'newPassword',
    );
    expect(violation?.message).toBe('Use at least 16 characters.');
  });

  it('has at most 200 characters', () => {
    expect(codesOf({ password: 'n'.repeat(passwordLengthMax + 1) })).toEqual([
      `newPassword ${errors.tooLong.code}`,
    ]);
  });

  it.each(['my nino.b@example.ge pass', 'xx NINO.B yy zz ww', 'long live beridze!'])(
    'does not contain who has it: %s',
    (password) => {
      expect(codesOf({ password })).toEqual(['newPassword compliance.password_personal']);
    },
  );

  it('may contain parts of a name that occur by chance', () => {
    expect(codesOf({ displayName: 'Ana Li', password: 'banana lime sorbet' })).toEqual([]);
  });

  it('is not guessable, and not one of the last', () => {
    expect(codesOf({ isGuessable: true, isUsedBefore: true })).toEqual([
      'newPassword compliance.password_guessable',
      'newPassword compliance.password_used_before',
    ]);
  });

  it('is the same text however it is typed', () => {
    expect(normalisedPassword('Å\uFB01')).toBe(normalisedPassword('A\u030afi'));
  });
});

describe('the demands of several companies', () => {
  it('are of each the strictest, and never less than the standard', () => {
    const lax = { lengthMin: 8, historyCount: 0, lifetimeDays: 0 };
    expect(strictestOf([])).toEqual(standardDemands);
    expect(strictestOf([lax])).toEqual(standardDemands);
    const demands = [
      { lengthMin: 16, historyCount: 2, lifetimeDays: 90 },
      { lengthMin: 12, historyCount: 10, lifetimeDays: 30 },
      lax,
    ];
    expect(strictestOf(demands)).toEqual({ lengthMin: 16, historyCount: 10, lifetimeDays: 30 });
  });

  it('let a password grow old, or not', () => {
    const setAt = '2026-11-22T08:00:00.000Z' as Instant;
    expect(passwordExpiresAt(setAt, standardDemands)).toBeUndefined();
    const demands = { ...standardDemands, lifetimeDays: 90 };
    expect(passwordExpiresAt(setAt, demands)).toBe('2027-02-20T08:00:00.000Z');
  });
});
