import { startAuthenticationOnRedis } from './authentication-on-redis';
import { passwordSignInRules } from './password-sign-in-rules';

passwordSignInRules(startAuthenticationOnRedis);
