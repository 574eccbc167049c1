import { reject } from '@accounting/kernel';
import type { Answer } from '@accounting/service-host';
import { chooseAccess } from '../domain/session-policy';
import type { AccessDirectory } from './access-ports';
import { errors } from './authentication-errors';
import type { AttemptCounter, Challenges, People, SignInMetrics } from './authentication-ports';
import type { PresentedFactor, SecondFactorProofs } from './second-factor-proof';
import { digestOf } from './secret-values';
import type { SessionOpening, SignedInAnswer } from './session-opening';
import {
  refusalOf,
  subjectsOf,
  type LoggedStranger,
  type SignInRefusals,
} from './sign-in-refusals';

export interface SecondFactorSignIn {
  completeSecondFactor(
    context: LoggedStranger,
    input: PresentedFactor & { readonly challenge: string },
  ): Promise<Answer<SignedInAnswer>>;
}

interface Dependencies {
  readonly people: People;
  readonly attempts: AttemptCounter;
  readonly challenges: Challenges;
  readonly proofs: SecondFactorProofs;
  readonly opening: SessionOpening;
  readonly refusals: SignInRefusals;
  readonly access: AccessDirectory;
  readonly signInMetrics: SignInMetrics;
}

/**
 * The second step of a sign-in. A wrong code leaves the challenge as it is, so that one can try
 * again; the lock-out bounds how often. It is only told to who has the password, so that nothing
 * has to be hidden about the account.
 */
export const createSecondFactorSignIn = ({
  people,
  attempts,
  challenges,
  proofs,
  opening,
  refusals,
  access,
  signInMetrics,
}: Dependencies): SecondFactorSignIn => ({
  completeSecondFactor: async (context, { challenge: presented, ...factor }) => {
    const { now, clientAddress } = context;
    const digest = digestOf(presented);
    const challenge = await challenges.find(digest, now);
    const [person] = challenge === undefined ? [] : await people.find([challenge.userId]);
    if (challenge === undefined || person === undefined) throw reject(errors.secondFactorRefused);
    const { userId, emailKey, lastCompanyId } = person;
    const subjects = subjectsOf(emailKey, clientAddress);
    const verdict = await attempts.begin(subjects, now);
    const proof = await proofs.prove(userId, factor, now);
    const accesses = await access.accessesOf(userId);
    const chosen = chooseAccess(accesses, { asked: challenge.companyId, last: lastCompanyId });
    const findings = { verdict, person, isRight: true, accesses, access: chosen };
    const refusal = refusalOf(findings);
    if (refusal !== undefined || proof === undefined || chosen === undefined) {
      await refusals.note(context, refusal ?? 'wrong_second_factor', findings);
      throw reject(errors.secondFactorRefused);
    }
    const body = await opening.open(context, {
      person,
      access: chosen,
      accesses,
      proof: proof.proof,
      subjects,
      useUp: async (transaction) => {
        const isFirst = await challenges.use(transaction, digest);
        if (!isFirst) throw reject(errors.secondFactorRefused);
        await proof.useUp(transaction, errors.secondFactorRefused);
      },
    });
    signInMetrics.signIn('signed_in');
    return { body };
  },
});
