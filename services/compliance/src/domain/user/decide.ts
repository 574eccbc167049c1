import { exhaustive, reject, type Decider } from '@accounting/kernel';
import type {
  DeactivateUser,
  DisableSecondFactor,
  EnableSecondFactor,
  FailSignIn,
  ReactivateUser,
  RegisterUser,
  SetPassword,
  SignIn,
  UserCommand,
} from './commands';
import { errors } from './errors';
import type { UserEvent } from './events';
import { evolve, initialState, type User } from './state';

type Registered = Exclude<User, { readonly status: 'unregistered' }>;

const decide = (command: UserCommand, user: User): readonly UserEvent[] => {
  if (command.type === 'RegisterUser') return register(command, user);
  if (user.status === 'unregistered') throw reject(errors.userUnknown);
  switch (command.type) {
    case 'DeactivateUser':
      return deactivate(command, user);
    case 'ReactivateUser':
      return reactivate(command, user);
    case 'SignIn':
      return signIn(command, user);
    case 'FailSignIn':
      return failSignIn(command, user);
    case 'EnableSecondFactor':
      return enableSecondFactor(command, user);
    case 'DisableSecondFactor':
      return disableSecondFactor(command, user);
    default:
      return decideOnAccount(command, user);
  }
};

export const userDecider: Decider<UserCommand, UserEvent, User> = {
  initialState,
  decide,
  evolve,
};

type AccountCommand = Exclude<
  UserCommand,
  | RegisterUser
  | DeactivateUser
  | ReactivateUser
  | SignIn
  | FailSignIn
  | EnableSecondFactor
  | DisableSecondFactor
>;

/** What an active account allows without more; taking away is possible at any time. */
const decideOnAccount = (command: AccountCommand, user: Registered): readonly UserEvent[] => {
  const { userId } = user;
  switch (command.type) {
    case 'SetPassword':
      return setPassword(command, user);
    case 'RequestPasswordReset':
      return whenActive(user, [
        { type: 'PasswordResetRequested', data: { userId, ...command.data } },
      ]);
    case 'SwitchCompany':
      return whenActive(user, [{ type: 'CompanySwitched', data: { userId, ...command.data } }]);
    case 'ReportTokenReuse':
      return [{ type: 'RefreshTokenReused', data: { userId, ...command.data } }];
    case 'EndSessions':
      return [{ type: 'SessionsEnded', data: { userId, ...command.data } }];
    case 'RevokeAccessToken':
      return [{ type: 'AccessTokenRevoked', data: { userId, ...command.data } }];
    default:
      return exhaustive(command);
  }
};

const whenActive = (user: Registered, events: readonly UserEvent[]): readonly UserEvent[] => {
  if (user.status === 'deactivated') throw reject(errors.userDeactivated);
  return events;
};

/** An invitation brings the first password and replaces none. */
const setPassword = ({ data }: SetPassword, user: Registered): readonly UserEvent[] => {
  const { userId, hasPassword } = user;
  if (data.reason === 'invitation' && hasPassword) throw reject(errors.passwordChosen);
  return whenActive(user, [{ type: 'PasswordSet', data: { userId, ...data } }]);
};

const register = ({ data }: RegisterUser, user: User): readonly UserEvent[] => {
  if (user.status !== 'unregistered') throw reject(errors.userRegistered);
  return [{ type: 'UserRegistered', data: { userId: data.userId, origin: data.origin } }];
};

const deactivate = ({ metadata }: DeactivateUser, user: Registered): readonly UserEvent[] => {
  const { userId } = user;
  if (String(metadata.actorId) === String(userId)) throw reject(errors.ownAccount);
  return user.status === 'deactivated' ? [] : [{ type: 'UserDeactivated', data: { userId } }];
};

const reactivate = (_command: ReactivateUser, user: Registered): readonly UserEvent[] =>
  user.status === 'active' ? [] : [{ type: 'UserReactivated', data: { userId: user.userId } }];

const signIn = ({ data }: SignIn, user: Registered): readonly UserEvent[] => {
  const { userId } = user;
  const { sessionId, companyId, proof } = data;
  const withSecondFactor = proof !== 'password';
  return whenActive(user, [
    ...(proof === 'recovery_code' ? [{ type: 'RecoveryCodeUsed', data: { userId } } as const] : []),
    { type: 'SignedIn', data: { userId, sessionId, companyId, withSecondFactor } },
  ]);
};

const failSignIn = ({ data }: FailSignIn, { userId }: Registered): readonly UserEvent[] => {
  const { reason, lockedUntil } = data;
  const failed: UserEvent = { type: 'SignInFailed', data: { userId, reason } };
  if (lockedUntil === undefined) return [failed];
  return [failed, { type: 'SignInLocked', data: { userId, until: lockedUntil } }];
};

const enableSecondFactor = (
  _command: EnableSecondFactor,
  user: Registered,
): readonly UserEvent[] => {
  if (user.hasSecondFactor) throw reject(errors.secondFactorEnabled);
  return whenActive(user, [{ type: 'SecondFactorEnabled', data: { userId: user.userId } }]);
};

const disableSecondFactor = (
  { data }: DisableSecondFactor,
  { userId, hasSecondFactor }: Registered,
): readonly UserEvent[] => {
  if (!hasSecondFactor) throw reject(errors.secondFactorMissing);
  return [
    ...(data.proof === 'recovery_code'
      ? [{ type: 'RecoveryCodeUsed', data: { userId } } as const]
      : []),
    { type: 'SecondFactorDisabled', data: { userId } },
  ];
};
