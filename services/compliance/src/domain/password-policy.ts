import type { Instant, Violation } from '@accounting/kernel';
import { defineError } from './error-definition';
import { later } from './instants';

/** What a company asks of its members' passwords. */
export interface PasswordDemands {
  readonly lengthMin: number;
  readonly historyCount: number;
  /** 0 for never. */
  readonly lifetimeDays: number;
}

/** Holds for everybody, also for who belongs to no company yet. */
export const standardDemands: PasswordDemands = {
  lengthMin: 12,
  historyCount: 5,
  lifetimeDays: 0,
};

/** Longer ones are refused instead of cut: nobody types them, and hashing them costs. */
export const passwordLengthMax = 200;

const dayMs = 86_400_000;

export const errors = {
  passwordUnsuitable: defineError(
    'password_unsuitable',
    'invalid_argument',
    'The new password cannot be used; each reason is listed.',
  ),
  tooShort: defineError('password_too_short', 'invalid_argument', 'The password is too short.'),
  tooLong: defineError(
    'password_too_long',
    'invalid_argument',
    `The password has more than ${passwordLengthMax} characters.`,
  ),
  personal: defineError(
    'password_personal',
    'invalid_argument',
    'The password contains the email address or the name of the person.',
  ),
  guessable: defineError(
    'password_guessable',
    'invalid_argument',
    'The password is easy to guess: it is common, or follows a pattern. Take several rare words.',
  ),
  usedBefore: defineError(
    'password_used_before',
    'invalid_argument',
    'The person has used this password before. Choose another one.',
  ),
} as const;

/**
 * The same text for every way of typing it (Unicode NFKC, as NIST SP 800-63B advises): keyboards
 * and systems write one letter in different ways.
 */
export const normalisedPassword = (password: string): string => password.normalize('NFKC');

/** What all companies together ask: of each demand the strictest. */
export const strictestOf = (demands: readonly PasswordDemands[]): PasswordDemands => {
  const all = [standardDemands, ...demands];
  const lifetimes = all.map(({ lifetimeDays }) => lifetimeDays).filter((days) => days > 0);
  return {
    lengthMin: Math.max(...all.map(({ lengthMin }) => lengthMin)),
    historyCount: Math.max(...all.map(({ historyCount }) => historyCount)),
    lifetimeDays: lifetimes.length === 0 ? 0 : Math.min(...lifetimes),
  };
};

/** What is known of a password that somebody wants to use. */
export interface ProposedPassword {
  /** Normalised. */
  readonly password: string;
  readonly emailKey: string;
  readonly displayName: string;
  readonly isGuessable: boolean;
  /** Found among the person's earlier ones. */
  readonly isUsedBefore: boolean;
}

/** Shorter parts of a name occur in words by chance. */
const personalPartMin = 4;

const personalParts = ({ emailKey, displayName }: ProposedPassword): string[] =>
  [emailKey, emailKey.slice(0, emailKey.lastIndexOf('@')), ...displayName.split(/[\s.-]+/)]
    .map((part) => part.normalize('NFKC').toLowerCase())
    .filter((part) => part.length >= personalPartMin);

/** Everything that is wrong with a proposed password; empty when it may be used. */
export const passwordViolations = (
  proposed: ProposedPassword,
  { lengthMin }: PasswordDemands,
  field: string,
): readonly Violation[] => {
  const { password } = proposed;
  // By code point: a letter outside the basic plane is one character to who types it.
  const length = Array.from(password).length;
  const folded = password.toLowerCase();
  const of = ({ code, message }: { code: string; message: string }): Violation => ({
    field,
    code,
    message,
  });
  return [
    ...(length < lengthMin
      ? [of({ ...errors.tooShort, message: `Use at least ${lengthMin} characters.` })]
      : []),
    ...(length > passwordLengthMax ? [of(errors.tooLong)] : []),
    ...(personalParts(proposed).some((part) => folded.includes(part)) ? [of(errors.personal)] : []),
    ...(proposed.isGuessable ? [of(errors.guessable)] : []),
    ...(proposed.isUsedBefore ? [of(errors.usedBefore)] : []),
  ];
};

/** When a password has to be changed, or `undefined` when never. */
export const passwordExpiresAt = (
  setAt: Instant,
  { lifetimeDays }: PasswordDemands,
): Instant | undefined => (lifetimeDays === 0 ? undefined : later(setAt, lifetimeDays * dayMs));
