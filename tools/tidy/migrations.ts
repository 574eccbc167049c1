import { posix } from 'node:path';
import type { Check, Finding } from './repository';
import { filesMatching } from './repository';

const migration = /\/migrations\/[^/]+\.sql$/;
const fileName = /^(\d{4})_([a-z0-9]+(?:_[a-z0-9]+)*)\.sql$/;
/** An intent says what the schema can do afterwards; these words say only that it changed. */
const vague = /^(update|change|fix|alter|modify|new|misc|patch|migration|schema|v?\d+)s?$/;

const namesIn = (paths: readonly string[]): Map<string, string[]> => {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = posix.dirname(path);
    folders.set(folder, [...(folders.get(folder) ?? []), posix.basename(path)].sort());
  }
  return folders;
};

const objectionTo = (name: string, position: number): string | undefined => {
  const [, number, intent = ''] = fileName.exec(name) ?? [];
  if (number === undefined) return 'is not named NNNN_intent.sql';
  if (intent.split('_').every((word) => vague.test(word))) {
    return 'says that something changed, not what for';
  }
  const expected = String(position + 1).padStart(4, '0');
  return number === expected ? undefined : `has number ${number} where ${expected} comes next`;
};

/** Migrations are numbered without a gap, no number twice, and named by what they are for. */
export const migrationNames: Check = (repository) =>
  [...namesIn(filesMatching(repository, migration).map(({ path }) => path))].flatMap(
    ([folder, names]) =>
      names.flatMap((name, position): Finding[] => {
        const message = objectionTo(name, position);
        return message === undefined ? [] : [{ path: `${folder}/${name}`, message }];
      }),
  );

const intentComment = /^\s*--\s*\S/;

/** The first line of a migration is a comment that says the intent as a sentence. */
export const migrationIntents: Check = (repository) =>
  filesMatching(repository, migration)
    .filter(({ lines }) => !intentComment.test(lines[0] ?? ''))
    .map(({ path }) => ({ path, line: 1, message: 'does not begin with its intent as a comment' }));
