// How the commands of the repository speak: plain sentences, and how long each thing took.

/** Seconds since a moment, for people: `3.2 s`, `1 min 20 s`. */
export const elapsed = (sinceMs) => {
  const seconds = (Date.now() - sinceMs) / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};

export const say = (...lines) => process.stdout.write(`${lines.join('\n')}\n`);

/** Says what is wrong and ends with exit code 1. */
export const giveUp = (...lines) => {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
};
