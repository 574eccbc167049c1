import { isDeepStrictEqual } from 'node:util';

/** A gateway has done something else than it must. */
export class Deviation extends Error {
  override readonly name = 'Deviation';

  constructor(expected: string, got: unknown) {
    super(`expected ${expected}, got ${typeof got === 'string' ? got : JSON.stringify(got)}`);
  }
}

/** Throws a `Deviation` unless the condition holds. */
export const demand = (isMet: boolean, expected: string, got: unknown): void => {
  if (!isMet) throw new Deviation(expected, got);
};

/** Throws a `Deviation` unless the two are alike in depth. */
export const demandSame = (what: string, got: unknown, expected: unknown): void => {
  const wanted = typeof expected === 'string' ? expected : JSON.stringify(expected);
  demand(isDeepStrictEqual(got, expected), `${what} ${wanted}`, got ?? 'nothing');
};
