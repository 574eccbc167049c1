import { startAuthentication } from '../application/authentication-fixture';
import { revocationListRules } from './revocation-list-rules';

revocationListRules(() => startAuthentication());
