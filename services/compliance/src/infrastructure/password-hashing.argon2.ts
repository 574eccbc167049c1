import { reject } from '@accounting/kernel';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import type { Hashing, PasswordHashing } from '../application/authentication-ports';
import { errors } from './authentication-errors';

/** The work that one hash takes. */
export interface HashingCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** What the OWASP Password Storage Cheat Sheet asks of argon2id at least. */
export const standardCost: HashingCost = { memoryKib: 19_456, passes: 2, lanes: 1 };

/** The enumeration of the library is erased at build time; this is its `Argon2id`. */
const argon2id = 2;

const optionsOf = ({ memoryKib, passes, lanes }: HashingCost) => ({
  algorithm: argon2id,
  memoryCost: memoryKib,
  timeCost: passes,
  parallelism: lanes,
});

const prefixOf = ({ memoryKib, passes, lanes }: HashingCost): string =>
  `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$`;

const createHashing = (cost: HashingCost): Hashing => {
  // Of a password that nobody knows: verified where there is no hash, so that it takes as long.
  const nobodysHash = hash(randomBytes(32), optionsOf(cost));
  return {
    hash: (password) => hash(password, optionsOf(cost)),
    verify: async (password, known) => {
      const isRight = await verify(known ?? (await nobodysHash), password);
      return isRight && known !== undefined;
    },
    // Parameters stand at the beginning of a hash, in the PHC string format.
    isOutdated: (known) => !known.startsWith(prefixOf(cost)),
  };
};

/**
 * argon2id on the threads of Node, `atOnceMax` at a time: each takes its memory and a core, so that
 * a flood of sign-ins must not run all at once. `waitingMax` more wait; the others are refused.
 */
export const createPasswordHashing = ({
  atOnceMax,
  waitingMax,
  cost = standardCost,
}: {
  readonly atOnceMax: number;
  readonly waitingMax: number;
  readonly cost?: HashingCost;
}): PasswordHashing => {
  const hashing = createHashing(cost);
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running < atOnceMax) {
      running += 1;
      return;
    }
    if (waiting.length >= waitingMax) throw reject(errors.tooManySignIns);
    // Whoever leaves hands their place over, so that nobody overtakes.
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    inTurn: async (work) => {
      await enter();
      try {
        return await work(hashing);
      } finally {
        leave();
      }
    },
  };
};
