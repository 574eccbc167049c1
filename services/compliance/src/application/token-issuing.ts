import type { Transaction } from '@accounting/database';
import { Instant, reject, type CompanyId, type NewUuid, type Uuid } from '@accounting/kernel';
import { passwordExpiresAt } from '../domain/password-policy';
import {
  credentialEndsAt,
  grantOf,
  lifetimesMs,
  sessionEndsAt,
  type Grant,
  type NextStep,
} from '../domain/session-policy';
import type { Access } from './access-ports';
import { errors } from './authentication-errors';
import type { Person } from './authentication-ports';
import { digestOf, newSecretText } from './secret-values';
import type { AccessTokens, RefreshTokens, Session } from './session-ports';
import type { SigningKeyUseCases } from './signing-key-use-cases';

/** A company one may work for. */
export interface CompanyChoice {
  readonly companyId: CompanyId;
  readonly name: string;
}

/** An access token, and what it is good for. */
export interface AccessTokenAnswer {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly expiresInSeconds: number;
  readonly sessionId: Uuid;
  readonly userId: Uuid;
  readonly company: CompanyChoice;
  readonly companies: readonly CompanyChoice[];
  readonly permissions: readonly string[];
  readonly nextSteps: readonly { readonly step: NextStep; readonly message: string }[];
}

export interface RefreshTokenAnswer {
  readonly refreshToken: string;
  readonly refreshExpiresAt: Instant;
}

/** What a token is made for. */
export interface TokenSubject {
  readonly person: Person;
  /** The company to work for, and all there are to choose from. */
  readonly access: Access;
  readonly accesses: readonly Access[];
  readonly session: Pick<Session, 'sessionId' | 'beganAt' | 'passedSecondFactor'>;
}

/**
 * A token that counts once `record` has written its row, which rejects with `access_changed` when
 * somebody has changed what the person may do since it was read.
 */
export interface NewAccessToken {
  readonly answer: AccessTokenAnswer;
  record(transaction: Transaction): Promise<void>;
}

/** A token that counts once its session names it. */
export interface NewRefreshToken {
  readonly answer: RefreshTokenAnswer;
  readonly tokenId: Uuid;
  readonly expiresAt: Instant;
}

export interface TokenIssuing {
  accessToken(subject: TokenSubject, now: Instant): Promise<NewAccessToken>;
  refreshToken(subject: TokenSubject, now: Instant): Promise<NewRefreshToken>;
}

/** What to do next, in words. */
export const nextStepMessages: Readonly<Record<NextStep, string>> = {
  change_password:
    'The password is too old. Change it (POST /auth/password), then refresh the session.',
  set_up_second_factor:
    'The company asks for a second factor. Set one up (POST /auth/second-factor, then confirm ' +
    'it), then refresh the session.',
  sign_in_with_second_factor:
    'The company asks for a second factor, which this session was begun without. Sign in again.',
};

export const nextStepsOf = ({ nextSteps }: Grant): AccessTokenAnswer['nextSteps'] =>
  nextSteps.map((step) => ({ step, message: nextStepMessages[step] }));

/**
 * What the person is granted in a session, by what is known now. How old a password may be each
 * company says for itself: one must not lock people out of the others.
 */
export const currentGrant = (
  { person, access, session }: Omit<TokenSubject, 'accesses'>,
  now: Instant,
) => {
  const expiresAt =
    person.password && passwordExpiresAt(person.password.setAt, access.passwordRules);
  return grantOf(access, {
    hasSecondFactor: person.hasSecondFactor,
    passedSecondFactor: session.passedSecondFactor,
    isPasswordExpired: expiresAt !== undefined && expiresAt <= now,
  });
};

export const choiceOf = ({ companyId, companyName }: Access): CompanyChoice => ({
  companyId,
  name: companyName,
});

/** By so much clocks of gateways and services may be behind this one. */
const clockDifferenceSeconds = 30;

const seconds = (instant: Instant): number =>
  Math.floor(Instant.toEpochMilliseconds(instant) / 1_000);

const issueRefreshToken = async (
  { refreshTokens, newUuid }: { readonly refreshTokens: RefreshTokens; readonly newUuid: NewUuid },
  { access, session }: TokenSubject,
  now: Instant,
): Promise<NewRefreshToken> => {
  const tokenId = newUuid();
  const secret = newSecretText();
  const { sessionId, beganAt } = session;
  const endsAt = sessionEndsAt(beganAt, access);
  const expiresAt = credentialEndsAt(now, lifetimesMs.refreshToken, endsAt);
  await refreshTokens.add({ tokenId, sessionId, digest: digestOf(secret), expiresAt }, now);
  return {
    answer: { refreshToken: `${tokenId}.${secret}`, refreshExpiresAt: expiresAt },
    tokenId,
    expiresAt,
  };
};

export const createTokenIssuing = ({
  signingKeys,
  accessTokens,
  refreshTokens,
  names,
  newUuid,
}: {
  readonly signingKeys: Pick<SigningKeyUseCases, 'sign'>;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  /** Issuer and audience. */
  readonly names: { readonly issuer: string; readonly audience: string };
  readonly newUuid: NewUuid;
}): TokenIssuing => ({
  accessToken: async (subject, now) => {
    const { person, access, accesses, session } = subject;
    const { userId } = person;
    const { sessionId } = session;
    const { companyId } = access;
    const grant = currentGrant(subject, now);
    const tokenId = newUuid();
    const endsAt = sessionEndsAt(session.beganAt, access);
    const expiresAt = credentialEndsAt(now, lifetimesMs.accessToken, endsAt);
    const accessToken = await signingKeys.sign(now, {
      iss: names.issuer,
      aud: names.audience,
      sub: userId,
      company: companyId,
      permissions: grant.permissions,
      type: 'access',
      iat: seconds(now),
      // The gateway allows clocks no difference: a token just issued must not be one of tomorrow.
      nbf: seconds(now) - clockDifferenceSeconds,
      exp: seconds(expiresAt),
      jti: tokenId,
      sid: sessionId,
    });
    return {
      answer: {
        accessToken,
        tokenType: 'Bearer',
        expiresInSeconds: seconds(expiresAt) - seconds(now),
        sessionId,
        userId,
        company: choiceOf(access),
        companies: accesses.map(choiceOf),
        permissions: grant.permissions,
        nextSteps: nextStepsOf(grant),
      },
      record: async (transaction) => {
        const { accessVersion } = person;
        const token = { tokenId, sessionId, userId, companyId, expiresAt, accessVersion };
        const isCurrent = await accessTokens.add(transaction, token);
        if (!isCurrent) throw reject(errors.accessChanged);
      },
    };
  },

  refreshToken: (subject, now) => issueRefreshToken({ refreshTokens, newUuid }, subject, now),
});
