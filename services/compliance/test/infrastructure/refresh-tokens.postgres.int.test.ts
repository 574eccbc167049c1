import { startAuthentication } from '../application/authentication-fixture';
import { refreshTokensRules } from './refresh-tokens-rules';

refreshTokensRules(() => startAuthentication());
