import { posix } from 'node:path';
import type { Check, Repository, RepositoryFile } from './repository';
import { filesMatching, findingsByLine } from './repository';

const markdown = /\.md$/;
const fence = /^\s*(```|~~~)/;

/** The lines with those inside code fences emptied, so that line numbers stay. */
const prose = ({ lines }: RepositoryFile): string[] => {
  let inFence = false;
  return lines.map((line) => {
    if (fence.test(line)) {
      inFence = !inFence;
      return '';
    }
    return inFence ? '' : line;
  });
};

/** A document has one title. */
export const oneTitle: Check = (repository) =>
  filesMatching(repository, markdown).flatMap((file) => {
    const titles = prose(file).filter((line) => line.startsWith('# ')).length;
    return titles === 1
      ? []
      : [{ path: file.path, message: `has ${titles} titles of the first level; exactly one` }];
  });

/** The anchor that a heading gets: lower case, without punctuation, hyphens for spaces. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+\s+/, '')
    .replace(/[`*]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const link = /\[[^\]]*\]\(([^()\s]+)\)/g;

const isDead = (repository: Repository, from: string, target: string): boolean => {
  if (/^[a-z]+:/i.test(target)) return false;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : posix.normalize(posix.join(posix.dirname(from), file));
  const folder = path.endsWith('/') ? path : `${path}/`;
  const exists =
    repository.has(path) || [...repository.keys()].some((known) => known.startsWith(folder));
  if (!exists) return true;
  const document = repository.get(path);
  if (anchor === undefined || document === undefined || !path.endsWith('.md')) return false;
  return !prose(document).some((line) => line.startsWith('#') && anchorOf(line) === anchor);
};

/** A link within the repository leads to a file, and to a heading when it names one. */
export const liveLinks: Check = (repository) =>
  filesMatching(repository, markdown).flatMap((file) =>
    findingsByLine([{ ...file, lines: prose(file) }], (line) => {
      const targets = [...line.matchAll(link)].map((match) => match[1] ?? '');
      const dead = targets.find((target) => isDead(repository, file.path, target));
      return dead === undefined ? undefined : `the link to ${dead} leads nowhere`;
    }),
  );
