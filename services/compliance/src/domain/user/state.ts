import type { Uuid } from '@accounting/kernel';
import type { UserEvent } from './events';

interface Registered {
  readonly status: 'active' | 'deactivated';
  readonly userId: Uuid;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
}

export type User = { readonly status: 'unregistered' } | Registered;

export const initialState = (): User => ({ status: 'unregistered' });

/** What each fact changes of an account; most tell what somebody did, and leave it as it was. */
const changes: Readonly<Record<Exclude<UserEvent['type'], 'UserRegistered'>, Partial<Registered>>> =
  {
    UserDeactivated: { status: 'deactivated' },
    UserReactivated: { status: 'active' },
    SecondFactorEnabled: { hasSecondFactor: true },
    SecondFactorDisabled: { hasSecondFactor: false },
    SignedIn: {},
    SignInFailed: {},
    SignInLocked: {},
    PasswordSet: { hasPassword: true },
    PasswordResetRequested: {},
    UserInvited: {},
    RecoveryCodeUsed: {},
    CompanySwitched: {},
    RefreshTokenReused: {},
    SessionsEnded: {},
    AccessTokenRevoked: {},
  };

export const evolve = (user: User, event: UserEvent): User => {
  if (event.type === 'UserRegistered') {
    const { userId } = event.data;
    return { status: 'active', userId, hasPassword: false, hasSecondFactor: false };
  }
  return user.status === 'unregistered' ? user : { ...user, ...changes[event.type] };
};
