import { reject } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { randomBytes } from 'node:crypto';
import { errors as userErrors } from '../domain/user/errors';
import { errors } from './authentication-errors';
import type {
  AttemptCounter,
  OneTimeCodes,
  PasswordHashing,
  Person,
  SecondFactors,
} from './authentication-ports';
import { ownSubjects, type OwnAccount } from './own-account';
import type { PresentedFactor, SecondFactorProofs } from './second-factor-proof';
import { newRecoveryCode, recoveryCodeDigest } from './secret-values';
import type { SessionStore } from './session-ports';
import { originOf, type UserCommands } from './user-commands';

export interface SecondFactorUseCases {
  /** A new secret for the person's device. It counts once a code of it has been shown. */
  propose(
    context: RequestContext,
    input: { readonly password: string },
  ): Promise<Answer<{ readonly secret: string; readonly keyUri: string }>>;
  /** Shows that the device has the secret; from now on signing in asks for its codes. */
  confirm(
    context: RequestContext,
    input: { readonly code: string },
  ): Promise<Answer<{ readonly recoveryCodes: readonly string[] }>>;
  remove(
    context: RequestContext,
    input: PresentedFactor & { readonly password: string },
  ): Promise<Answer<{ readonly hasSecondFactor: boolean }>>;
}

interface Dependencies {
  readonly own: OwnAccount;
  readonly users: UserCommands;
  readonly hashing: PasswordHashing;
  readonly secondFactors: SecondFactors;
  readonly oneTimeCodes: OneTimeCodes;
  readonly proofs: SecondFactorProofs;
  readonly sessions: SessionStore;
  readonly attempts: AttemptCounter;
}

/** 160 bits, as RFC 4226 recommends. */
const secretBytes = 20;
const recoveryCodeCount = 10;

const codeWrong = (field: string): Error => reject(errors.codeWrong, { field });

/** The step of a code of the secret that waits to be confirmed. */
const provenStep = async (
  { secondFactors, oneTimeCodes, attempts }: Dependencies,
  { now }: RequestContext,
  person: Person,
  code: string,
): Promise<number> => {
  const factor = await secondFactors.find(person.userId);
  if (factor === undefined) throw reject(userErrors.secondFactorMissing);
  if (factor.isConfirmed) throw reject(userErrors.secondFactorEnabled);
  const { isAllowed } = await attempts.begin(ownSubjects(person), now);
  const step = oneTimeCodes.stepOf(code, factor.secret, now);
  if (!isAllowed || step === undefined) throw codeWrong('code');
  return step;
};

const confirm = async (
  dependencies: Dependencies,
  context: RequestContext,
  code: string,
): Promise<readonly string[]> => {
  const { own, users, secondFactors, sessions, attempts } = dependencies;
  const person = await own.personOf(context);
  const { userId } = person;
  const { sessionId } = await own.sessionOf(context);
  const step = await provenStep(dependencies, context, person, code);
  const recoveryCodes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
  const command = { type: 'EnableSecondFactor', data: {} } as const;
  await users.run(originOf(context), userId, command, async (transaction) => {
    const isFirst = await secondFactors.useStep(transaction, userId, step);
    if (!isFirst) throw codeWrong('code');
    await secondFactors.confirm(transaction, userId, recoveryCodes.map(recoveryCodeDigest));
    await sessions.change(transaction, sessionId, { passedSecondFactor: true });
  });
  await attempts.succeed(ownSubjects(person), context.now);
  return recoveryCodes;
};

const remove = async (
  { own, users, hashing, secondFactors, proofs, sessions, attempts }: Dependencies,
  context: RequestContext,
  { password, ...factor }: PresentedFactor & { readonly password: string },
): Promise<void> => {
  const { now } = context;
  const person = await own.personOf(context);
  const { userId } = person;
  const { sessionId } = await own.sessionOf(context);
  if (!person.hasSecondFactor) throw reject(userErrors.secondFactorMissing);
  await hashing.inTurn((turn) =>
    own.requirePassword(context, person, turn, { password, field: 'password' }),
  );
  const field = factor.code === undefined ? 'recoveryCode' : 'code';
  const proof = await proofs.prove(userId, factor, now);
  if (proof === undefined) throw codeWrong(field);
  const command = { type: 'DisableSecondFactor', data: { proof: proof.proof } } as const;
  await users.run(originOf(context), userId, command, async (transaction) => {
    await proof.useUp(transaction, errors.codeWrong);
    await secondFactors.remove(transaction, userId);
    await sessions.change(transaction, sessionId, { passedSecondFactor: false });
    await sessions.end(transaction, { userId, exceptSessionId: sessionId }, now);
  });
  await attempts.succeed(ownSubjects(person), now);
};

export const createSecondFactorUseCases = (dependencies: Dependencies): SecondFactorUseCases => ({
  propose: async (context, { password }) => {
    const { own, hashing, secondFactors, oneTimeCodes } = dependencies;
    const person = await own.personOf(context);
    await hashing.inTurn((turn) =>
      own.requirePassword(context, person, turn, { password, field: 'password' }),
    );
    const secret = randomBytes(secretBytes);
    const isProposed = await secondFactors.propose(person.userId, secret);
    if (!isProposed) throw reject(userErrors.secondFactorEnabled);
    const { email } = person;
    return {
      body: { secret: oneTimeCodes.asText(secret), keyUri: oneTimeCodes.keyUri(secret, email) },
    };
  },
  confirm: async (context, { code }) => ({
    body: { recoveryCodes: await confirm(dependencies, context, code) },
  }),
  remove: async (context, input) => {
    await remove(dependencies, context, input);
    return { body: { hasSecondFactor: false } };
  },
});
