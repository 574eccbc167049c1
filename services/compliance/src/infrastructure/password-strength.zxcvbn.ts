import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { PasswordStrength } from '../application/authentication-ports';

/** Looking for patterns takes longer with the square of the length, and blocks meanwhile. */
const examinedLengthMax = 64;

/** 3 of 4: more than 10^8 guesses, which an attacker who has the hash cannot make in days. */
const scoreMin = 3;

/** Weighs a password against lists of common ones, keyboard rows, dates and repetitions. */
export const createPasswordStrength = (): PasswordStrength => {
  const estimator = new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    maxLength: examinedLengthMax,
  });
  return {
    isGuessable: (password, about) => {
      const words = about.flatMap((text) => text.split(/[\s@.-]+/)).filter((word) => word !== '');
      return estimator.check(password.slice(0, examinedLengthMax), words).score < scoreMin;
    },
  };
};
