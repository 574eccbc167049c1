import { createPasswordStrength } from '../../src/infrastructure/password-strength.zxcvbn';

const strength = createPasswordStrength();
const about = ['nino.beridze@example.ge', 'Nino Beridze'];

describe('the strength of a password', () => {
  it.each([
    'password12345',
    'Password123456',
    'qwertyuiop123',
    'aaaaaaaaaaaaaaaa',
    '123456789012',
    'iloveyou2026',
    'beridzeberidze',
    'abcabcabcabc',
  ])('does not let %s pass', (password) => {
    expect(strength.isGuessable(password, about)).toBe(true);
  });

  it.each(['fragile otters mend copper lanterns', 'xK9$mQz!vR2pLw', 'მწვანე კარი ზღვისპირას'])(
    'lets %s pass',
    (password) => {
      expect(strength.isGuessable(password, about)).toBe(false);
    },
  );

  it('is found of the longest password too', () => {
    expect(strength.isGuessable('ab'.repeat(500), about)).toBe(true);
  });
});
