import { startAuthentication } from './authentication-fixture';
import { passwordSignInRules } from './password-sign-in-rules';

passwordSignInRules(() => startAuthentication());
