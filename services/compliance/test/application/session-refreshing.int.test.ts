import { startAuthentication } from './authentication-fixture';
import { sessionRefreshingRules } from './session-refreshing-rules';

sessionRefreshingRules(() => startAuthentication());
