const lengthMax = 100;

/** A name that somebody else chose, as an answer repeats it: at most 100 characters of it. */
export const shownName = (name: string): string => {
  if (name.length <= lengthMax) return name;
  // A letter of two halves is not cut between them.
  return `${name.slice(0, lengthMax).replace(/[\uD800-\uDBFF]$/, '')}…`;
};
