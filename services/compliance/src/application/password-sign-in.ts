import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { Answer } from '@accounting/service-host';
import { later } from '../domain/instants';
import { normalisedPassword } from '../domain/password-policy';
import { emailKeyOf } from '../domain/person-details';
import { chooseAccess, lifetimesMs } from '../domain/session-policy';
import type { AccessDirectory } from './access-ports';
import type {
  AttemptCounter,
  Challenges,
  Hashing,
  PasswordHashing,
  PasswordStore,
  People,
  Person,
  SignInMetrics,
} from './authentication-ports';
import { digestOf, newSecretText } from './secret-values';
import type { SessionOpening, SignedInAnswer, Stranger } from './session-opening';
import {
  refusalOf,
  subjectsOf,
  type Findings,
  type LoggedStranger,
  type SignInRefusals,
} from './sign-in-refusals';

/** The password was right, and the second factor is awaited. */
export interface SecondFactorAsked {
  readonly status: 'second_factor_required';
  readonly challenge: string;
  readonly expiresAt: Instant;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly companyId?: CompanyId | undefined;
}

export interface PasswordSignIn {
  signIn(
    context: LoggedStranger,
    credentials: Credentials,
  ): Promise<Answer<SignedInAnswer | SecondFactorAsked>>;
}

interface Dependencies {
  readonly people: People;
  readonly passwords: PasswordStore;
  readonly hashing: PasswordHashing;
  readonly attempts: AttemptCounter;
  readonly challenges: Challenges;
  readonly opening: SessionOpening;
  readonly refusals: SignInRefusals;
  readonly access: AccessDirectory;
  readonly signInMetrics: SignInMetrics;
}

/** Nobody's id: what is asked about an address that nobody has. */
const nobody = '00000000-0000-4000-8000-000000000000' as Uuid;

/** Every sign-in takes these steps, in this order, whoever is or is not behind the address. */
const examine = async (
  { attempts, people, access }: Dependencies,
  hashing: Hashing,
  { now, clientAddress }: Stranger,
  credentials: Credentials,
): Promise<Findings & { readonly newHash: string | undefined }> => {
  const emailKey = emailKeyOf(credentials.email);
  const verdict = await attempts.begin(subjectsOf(emailKey, clientAddress), now);
  const person = await people.findByEmailKey(emailKey);
  const password = normalisedPassword(credentials.password);
  const hash = person?.password?.hash;
  const isRight = await hashing.verify(password, hash);
  const accesses = await access.accessesOf(person?.userId ?? nobody);
  const chosen = chooseAccess(accesses, {
    asked: credentials.companyId,
    last: person?.lastCompanyId,
  });
  const findings = { verdict, person, isRight, accesses, access: chosen };
  const isOld = hash !== undefined && hashing.isOutdated(hash);
  const isRehashed = isOld && refusalOf(findings) === undefined;
  return { ...findings, newHash: isRehashed ? await hashing.hash(password) : undefined };
};

const askForSecondFactor = async (
  { attempts, challenges, signInMetrics }: Dependencies,
  { now, clientAddress }: Stranger,
  asked: { readonly person: Person; readonly companyId: CompanyId | undefined },
): Promise<SecondFactorAsked> => {
  const { person, companyId } = asked;
  const { userId, emailKey } = person;
  // Not forgiven like a success: whoever has the password could then guess at codes without end.
  await attempts.takeBack(subjectsOf(emailKey, clientAddress), now);
  const challenge = newSecretText();
  const expiresAt = later(now, lifetimesMs.challenge);
  const digest = digestOf(challenge);
  await challenges.add({ digest, userId, expiresAt, ...(companyId && { companyId }) });
  signInMetrics.signIn('second_factor_asked');
  return { status: 'second_factor_required', challenge, expiresAt };
};

export const createPasswordSignIn = (dependencies: Dependencies): PasswordSignIn => ({
  signIn: async (context, credentials) => {
    const { hashing, passwords, opening, refusals, signInMetrics } = dependencies;
    const beganAtMs = performance.now();
    const findings = await hashing.inTurn((turn) =>
      examine(dependencies, turn, context, credentials),
    );
    const { person, accesses, access, newHash } = findings;
    const refusal = refusalOf(findings);
    if (refusal !== undefined || person?.password === undefined || access === undefined) {
      return refusals.refuse(context, refusal ?? 'unknown', findings, beganAtMs);
    }
    const { userId, password, emailKey, hasSecondFactor } = person;
    if (hasSecondFactor) {
      const { companyId } = credentials;
      return { body: await askForSecondFactor(dependencies, context, { person, companyId }) };
    }
    const body = await opening.open(context, {
      person,
      access,
      accesses,
      proof: 'password',
      subjects: subjectsOf(emailKey, context.clientAddress),
      useUp: async (transaction) => {
        if (newHash === undefined) return;
        const hashes = { before: password.hash, after: newHash };
        await passwords.rehash(transaction, userId, hashes);
      },
    });
    signInMetrics.signIn('signed_in');
    return { body };
  },
});
