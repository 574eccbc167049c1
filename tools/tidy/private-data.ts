import type { Check, RepositoryFile } from './repository';
import { filesMatching, findingsByLine } from './repository';

/** How many lines above a number may say that it is made up. */
const nearbyLines = 3;
const headerLines = 12;

/** Round numbers are limits and scales, never a person's. */
const personalNumber = /(?<![\w.-])(?!\d0+(?!\d))\d{11}(?![\w.-])/;
const iban = /\bGE\d{2}[A-Z]{2}\d{16}\b/;
const mobileNumber = /\+995[ -]?5\d{2}[ -]?\d{2,3}[ -]?\d{2,3}[ -]?\d{0,2}\b/;

const isMarked = (file: RepositoryFile, index: number): boolean => {
  const header = file.lines.slice(0, headerLines);
  const nearby = file.lines.slice(Math.max(0, index - nearbyLines), index + 1);
  return [...header, ...nearby].some((line) => /synthetic/i.test(line));
};

const objectionTo = (line: string): string | undefined => {
  if (personalNumber.test(line)) return 'may be a personal number; if made up, say "synthetic"';
  if (iban.test(line)) return 'may be a bank account; if made up, say "synthetic"';
  if (mobileNumber.test(line)) return 'may be a telephone number; if made up, say "synthetic"';
  return undefined;
};

/** Nobody's personal number, bank account or telephone stands in the repository. */
export const privateData: Check = (repository) =>
  findingsByLine(filesMatching(repository, /./), (line, file, index) => {
    const objection = objectionTo(line);
    return objection === undefined || isMarked(file, index) ? undefined : objection;
  });

const registries: readonly RegExp[] = [
  /registry\.(npmjs|yarnpkg)\./i,
  /\/\/[^/\s'"]*(registry|artifactory|verdaccio|nexus)[^/\s'"]*\//i,
  /^\s*(tarball|(.*\W)?registry)\s*[:=]\s*['"]?https?:/i,
];

/** Where packages are fetched from is a setting of the machine, not of the repository. */
export const registryHosts: Check = (repository) =>
  findingsByLine(
    [...repository.values()].filter(({ path }) => !path.startsWith('tools/tidy/')),
    (line) =>
      registries.some((registry) => registry.test(line)) ? 'names a package registry' : undefined,
  );
