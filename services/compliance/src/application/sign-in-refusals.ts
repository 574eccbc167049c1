import { reject, type ActorId } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { SignInFailure } from '../domain/user/events';
import type { Access } from './access-ports';
import { errors } from './authentication-errors';
import type { AttemptSubject, AttemptVerdict, Person, SignInMetrics } from './authentication-ports';
import type { Stranger } from './session-opening';
import type { UserCommands } from './user-commands';

/** A request of a stranger, with the log that it may write to. */
export type LoggedStranger = Stranger & { readonly logger: Logger };

/** Why a sign-in fails. `unknown` and `locked` are not recorded: strangers could fill the log. */
export type Refusal = SignInFailure | 'unknown' | 'locked';

/** What was found out about credentials; each of them is, whatever the others say. */
export interface Findings {
  readonly verdict: AttemptVerdict;
  readonly person: Person | undefined;
  readonly isRight: boolean;
  readonly accesses: readonly Access[];
  /** The company to work for. */
  readonly access: Access | undefined;
}

export const refusalOf = ({ verdict, person, isRight, access }: Findings): Refusal | undefined => {
  if (!verdict.isAllowed) return 'locked';
  if (person === undefined) return 'unknown';
  if (person.password === undefined) return 'no_password';
  if (!isRight) return 'wrong_password';
  if (!person.isActive) return 'deactivated';
  return access === undefined ? 'no_company' : undefined;
};

/** What an attempt at an address is counted against. */
export const subjectsOf = (emailKey: string, address: string): readonly AttemptSubject[] => [
  { kind: 'account', emailKey },
  { kind: 'address', address },
];

export interface SignInRefusals {
  /** Counts and records the refusal. */
  note(
    context: LoggedStranger,
    refusal: Refusal,
    findings: Pick<Findings, 'verdict' | 'person'>,
  ): Promise<void>;
  /** As `note`, and rejects with the answer that is the same for every reason. */
  refuse(
    context: LoggedStranger,
    refusal: Refusal,
    findings: Pick<Findings, 'verdict' | 'person'>,
    beganAtMs: number,
  ): Promise<never>;
}

/**
 * Refusals leave on this grid. They cost the same hashes and questions, but a failure of somebody
 * known is also recorded, which takes a few milliseconds that a stranger could measure.
 */
const refusalGridMs = 100;

export const createSignInRefusals = ({
  users,
  signInMetrics,
  pause,
}: {
  readonly users: UserCommands;
  readonly signInMetrics: SignInMetrics;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}): SignInRefusals => {
  const note: SignInRefusals['note'] = async (context, refusal, { verdict, person }) => {
    signInMetrics.signIn(refusal);
    for (const { kind } of verdict.locks) signInMetrics.lockedOut(kind);
    if (person === undefined || refusal === 'unknown' || refusal === 'locked') return;
    const { userId } = person;
    const { correlationId, now, logger } = context;
    const lockedUntil = verdict.locks.find(({ kind }) => kind === 'account')?.until;
    const data = { reason: refusal, lockedUntil };
    const origin = { actorId: userId as string as ActorId, correlationId, now };
    await users.run(origin, userId, { type: 'FailSignIn', data }).catch((err: unknown) => {
      // The attempt is counted already; the answer must not tell that there was somebody.
      logger.error({ err, userId }, 'a failed sign-in could not be recorded');
    });
  };
  return {
    note,
    refuse: async (context, refusal, findings, beganAtMs) => {
      await note(context, refusal, findings);
      const tookMs = performance.now() - beganAtMs;
      await pause(refusalGridMs - (tookMs % refusalGridMs));
      throw reject(errors.signInRefused);
    },
  };
};
