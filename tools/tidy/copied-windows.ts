import type { Check, Finding, RepositoryFile } from './repository';
import { filesMatching, workspaceFolder, workspaceFolderOf } from './repository';

const windowLines = 15;
const compared = new RegExp(`^${workspaceFolder}/(src|test|migrations)/.*\\.(ts|sql)$`);

interface Line {
  readonly text: string;
  /** Starts at 1. */
  readonly number: number;
}

interface Place {
  readonly path: string;
  readonly line: number;
}

/** Imports and comments repeat for good reasons, and blank lines say nothing. */
const isSubstance = (text: string): boolean =>
  text !== '' && !/^(\/\/|\/?\*|--|import |export \{|export \*|\} from )/.test(text);

const normalised = (file: RepositoryFile): Line[] =>
  file.lines
    .map((line, index) => ({ text: line.trim().replace(/\s+/g, ' '), number: index + 1 }))
    .filter(({ text }) => isSubstance(text));

/**
 * Fixtures of one service may resemble each other, and a migration the earlier one of its folder
 * whose function it replaces: what has run is never changed. Sources and neighbours may not.
 */
const mayResemble = (one: string, other: string): boolean =>
  one === other ||
  ['/test/', '/migrations/'].some(
    (room) =>
      one.includes(room) &&
      other.includes(room) &&
      workspaceFolderOf(one) === workspaceFolderOf(other),
  );

const windowsOf = (file: RepositoryFile): { text: string; place: Place }[] => {
  const lines = normalised(file);
  return lines.slice(0, Math.max(0, lines.length - windowLines + 1)).map((first, index) => ({
    text: lines
      .slice(index, index + windowLines)
      .map(({ text }) => text)
      .join('\n'),
    place: { path: file.path, line: first.number },
  }));
};

/** What is true of two places is written once: no 15 lines stand in two files. */
export const copiedWindows: Check = (repository) => {
  const seen = new Map<string, Place>();
  const findings = new Map<string, Finding>();
  for (const file of filesMatching(repository, compared)) {
    for (const { text, place } of windowsOf(file)) {
      const earlier = seen.get(text);
      if (earlier === undefined) {
        seen.set(text, place);
      } else if (!mayResemble(earlier.path, place.path)) {
        const pair = `${earlier.path} ${place.path}`;
        const message = `repeats ${windowLines} lines or more of ${earlier.path}:${earlier.line}`;
        if (!findings.has(pair)) findings.set(pair, { ...place, message });
      }
    }
  }
  return [...findings.values()];
};
