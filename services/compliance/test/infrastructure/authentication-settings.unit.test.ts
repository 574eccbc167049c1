import { authenticationSettings } from '../../src/infrastructure/authentication-settings';

describe('the settings of signing in', () => {
  it.each(['relative/folder', '../folder'])('take no relative path: %s', (path) => {
    expect(() => authenticationSettings.MESSAGES_FOLDER.parse(path)).toThrow(
      'must be an absolute path',
    );
  });

  it('take an absolute path, or none', () => {
    expect(authenticationSettings.MESSAGES_FOLDER.parse('/var/messages')).toBe('/var/messages');
    expect(authenticationSettings.FIRST_ADMINISTRATOR_PASSWORD_FILE.parse('none')).toBeUndefined();
  });

  it('take an email address for the first administrator', () => {
    expect(authenticationSettings.FIRST_ADMINISTRATOR_EMAIL.parse('a@b.ge')).toBe('a@b.ge');
    expect(() => authenticationSettings.FIRST_ADMINISTRATOR_EMAIL.parse('nobody')).toThrow(
      'must be an email address',
    );
  });
});
