import type { ActorId, CompanyId, Instant, Uuid } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import type { UserCommand } from '../../src/domain/user/commands';
import { userDecider } from '../../src/domain/user/decide';
import type { UserEvent } from '../../src/domain/user/events';

const user = DeciderSpecification.for(userDecider);
const userId = '01920000-0000-7000-8000-000000000001' as Uuid;
const sessionId = '01920000-0000-7000-8000-000000000002' as Uuid;
const tokenId = '01920000-0000-7000-8000-000000000003' as Uuid;
const companyId = '01920000-0000-7000-8000-000000000004' as CompanyId;
const expiresAt = '2026-11-22T08:30:00.000Z' as Instant;

type Plain<Command> = Command extends unknown ? Omit<Command, 'metadata'> : never;
const by = (command: Plain<UserCommand>, actorId = 'admin'): UserCommand => ({
  ...command,
  metadata: { actorId: actorId as ActorId, now: '2026-11-22T08:00:00.000Z' as Instant },
});

const registered: UserEvent = { type: 'UserRegistered', data: { userId, origin: 'invitation' } };
const deactivated: UserEvent = { type: 'UserDeactivated', data: { userId } };
const reactivated: UserEvent = { type: 'UserReactivated', data: { userId } };
const enabled: UserEvent = { type: 'SecondFactorEnabled', data: { userId } };
const disabled: UserEvent = { type: 'SecondFactorDisabled', data: { userId } };
const recoveryCodeUsed: UserEvent = { type: 'RecoveryCodeUsed', data: { userId } };
const signIn = (proof: 'password' | 'one_time_code' | 'recovery_code') =>
  by({ type: 'SignIn', data: { sessionId, companyId, proof } });
const signedIn = (withSecondFactor: boolean): UserEvent => ({
  type: 'SignedIn',
  data: { userId, sessionId, companyId, withSecondFactor },
});

/** Commands that an active account allows without more, and the facts that follow. */
const plain: [Plain<UserCommand>, UserEvent][] = [
  [
    { type: 'SetPassword', data: { reason: 'change' } },
    { type: 'PasswordSet', data: { userId, reason: 'change' } },
  ],
  [
    { type: 'RequestPasswordReset', data: { expiresAt } },
    { type: 'PasswordResetRequested', data: { userId, expiresAt } },
  ],
  [
    { type: 'SwitchCompany', data: { sessionId, companyId } },
    { type: 'CompanySwitched', data: { userId, sessionId, companyId } },
  ],
];

/** Commands that take something away, which is possible at any time. */
const taking: [Plain<UserCommand>, UserEvent][] = [
  [
    { type: 'ReportTokenReuse', data: { sessionId } },
    { type: 'RefreshTokenReused', data: { userId, sessionId } },
  ],
  [
    { type: 'EndSessions', data: {} },
    { type: 'SessionsEnded', data: { userId } },
  ],
  [
    { type: 'EndSessions', data: { companyId } },
    { type: 'SessionsEnded', data: { userId, companyId } },
  ],
  [
    { type: 'RevokeAccessToken', data: { tokenId, companyId } },
    { type: 'AccessTokenRevoked', data: { userId, tokenId, companyId } },
  ],
];

describe('a person', () => {
  it('is registered once', () => {
    const command = by({ type: 'RegisterUser', data: { userId, origin: 'invitation' } });
    user.given([]).when(command).then([registered]);
    user.given([registered]).when(command).thenRejects('compliance.user_registered');
  });

  it('has to be registered for everything else', () => {
    user.given([]).when(signIn('password')).thenRejects('compliance.user_unknown');
    user.given([deactivated]).when(signIn('password')).thenRejects('compliance.user_unknown');
  });

  it('is deactivated and reactivated, each once', () => {
    const deactivate = by({ type: 'DeactivateUser', data: { userId } });
    const reactivate = by({ type: 'ReactivateUser', data: { userId } });
    user.given([registered]).when(deactivate).then([deactivated]);
    user.given([registered, deactivated]).when(deactivate).thenNothing();
    user.given([registered, deactivated]).when(reactivate).then([reactivated]);
    user.given([registered, deactivated, reactivated]).when(reactivate).thenNothing();
  });

  it('gets no other password by an invitation', () => {
    const passwordSet: UserEvent = { type: 'PasswordSet', data: { userId, reason: 'invitation' } };
    user
      .given([registered, passwordSet])
      .when(by({ type: 'SetPassword', data: { reason: 'invitation' } }))
      .thenRejects('compliance.user_password_chosen', { kind: 'failed_precondition' });
  });

  it('is not deactivated by themselves', () => {
    user
      .given([registered])
      .when(by({ type: 'DeactivateUser', data: { userId } }, userId))
      .thenRejects('compliance.own_account', { kind: 'failed_precondition' });
  });

  it.each(plain)('who is active may %j', (command, event) => {
    user.given([registered]).when(by(command)).then([event]);
    user
      .given([registered, deactivated])
      .when(by(command))
      .thenRejects('compliance.user_deactivated');
  });

  it.each(taking)('may have taken away, even when deactivated: %j', (command, event) => {
    user.given([registered, deactivated]).when(by(command)).then([event]);
  });

  it.each([...plain, ...taking].map(([, event]) => event))('is as before after %j', (event) => {
    user
      .given([registered, event])
      .when(signIn('password'))
      .then([signedIn(false)]);
  });
});

describe('a command that nobody knows', () => {
  it('is a defect', () => {
    const active = userDecider.evolve(userDecider.initialState(), registered);
    expect(() => userDecider.decide(by({ type: 'Stranger', data: {} } as never), active)).toThrow();
  });
});

describe('signing in', () => {
  it('is recorded, with whether there was a second factor', () => {
    user
      .given([registered])
      .when(signIn('password'))
      .then([signedIn(false)]);
    user
      .given([registered])
      .when(signIn('one_time_code'))
      .then([signedIn(true)]);
  });

  it('tells when a recovery code was used', () => {
    user
      .given([registered])
      .when(signIn('recovery_code'))
      .then([recoveryCodeUsed, signedIn(true)]);
  });

  it('is refused to who was deactivated', () => {
    user
      .given([registered, deactivated])
      .when(signIn('password'))
      .thenRejects('compliance.user_deactivated');
  });

  it('that fails is recorded, with the lock-out that follows', () => {
    const data = { reason: 'wrong_password', lockedUntil: undefined } as const;
    const failed: UserEvent = { type: 'SignInFailed', data: { userId, reason: 'wrong_password' } };
    user
      .given([registered])
      .when(by({ type: 'FailSignIn', data }))
      .then([failed]);
    user
      .given([registered, deactivated])
      .when(by({ type: 'FailSignIn', data: { ...data, lockedUntil: expiresAt } }))
      .then([failed, { type: 'SignInLocked', data: { userId, until: expiresAt } }]);
  });
});

describe('a second factor', () => {
  const enable = by({ type: 'EnableSecondFactor', data: {} });
  const disable = (proof: 'one_time_code' | 'recovery_code') =>
    by({ type: 'DisableSecondFactor', data: { proof } });

  it('is enabled once', () => {
    user.given([registered]).when(enable).then([enabled]);
    user.given([registered, enabled]).when(enable).thenRejects('compliance.second_factor_enabled');
    user.given([registered, enabled, disabled]).when(enable).then([enabled]);
    user.given([registered, deactivated]).when(enable).thenRejects('compliance.user_deactivated');
  });

  it('is disabled with a proof of it', () => {
    user.given([registered, enabled]).when(disable('one_time_code')).then([disabled]);
    user
      .given([registered, enabled])
      .when(disable('recovery_code'))
      .then([recoveryCodeUsed, disabled]);
    user
      .given([registered])
      .when(disable('one_time_code'))
      .thenRejects('compliance.second_factor_missing');
  });
});
