import { startAuthentication } from '../application/authentication-fixture';
import { attemptsRules } from './attempts-rules';

attemptsRules(() => startAuthentication());
