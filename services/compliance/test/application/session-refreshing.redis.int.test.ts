import { startAuthenticationOnRedis } from './authentication-on-redis';
import { sessionRefreshingRules } from './session-refreshing-rules';

sessionRefreshingRules(startAuthenticationOnRedis);
