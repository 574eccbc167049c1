import type { Check, Finding } from './repository';
import { filesMatching, findingsByLine } from './repository';

const columnsMax = 100;
const mainLinesMax = 15;
const serviceLinesMax = 150;
const portMethodsMax = 10;
const aggregateFilesMax = 10;

const code = /\.(ts|mts|cts|js|mjs|cjs|sql|proto|prisma|sh|lua|ya?ml)$/;

/** Prose, data and generated text excepted, a line fits in 100 columns. */
export const lineLengths: Check = (repository) =>
  findingsByLine(filesMatching(repository, code), (line) => {
    // By code point: a Georgian letter is one column.
    const columns = Array.from(line).length;
    // `buf format` keeps a method of a proto service on one line, however long its names.
    if (/^ {2}rpc \w+\(/.test(line)) return undefined;
    return columns > columnsMax ? `has ${columns} columns; at most ${columnsMax}` : undefined;
  });

const longerThan = (lines: readonly string[], max: number): boolean =>
  lines.filter((line) => line !== '').length > max;

/** A composition root is a list, so it stays short. */
export const compositionRoots: Check = (repository) =>
  filesMatching(repository, /^services\/[^/]+\/src\/(main|service)\.ts$/).flatMap((file) => {
    const max = file.path.endsWith('/main.ts') ? mainLinesMax : serviceLinesMax;
    return longerThan(file.lines, max)
      ? [{ path: file.path, message: `has more than ${max} lines` }]
      : [];
  });

const portInterface = /^export interface (\w+)[^{]*\{$([\s\S]*?)^\}$/gm;
const method = /^ {2}(readonly )?\w+(<[^>]*>)?(\(|: \()/gm;

/** A port says what it does for us in at most ten methods. */
export const portSizes: Check = (repository) =>
  filesMatching(repository, /(\/ports?|-ports?)\.ts$/).flatMap(({ path, text }) =>
    [...text.matchAll(portInterface)].flatMap(([, name = '', body = '']): Finding[] => {
      const methods = [...body.matchAll(method)].length;
      return methods > portMethodsMax
        ? [{ path, message: `${name} has ${methods} methods; at most ${portMethodsMax}` }]
        : [];
    }),
  );

/** An aggregate is a handful of files: its facts, state, commands, errors and decisions. */
export const aggregateSizes: Check = (repository) => {
  const files = new Map<string, number>();
  for (const { path } of filesMatching(repository, /^services\/[^/]+\/src\/domain\/[^/]+\//)) {
    const folder = path.split('/').slice(0, 5).join('/');
    files.set(folder, (files.get(folder) ?? 0) + 1);
  }
  return [...files]
    .filter(([, count]) => count > aggregateFilesMax)
    .map(([path, count]) => ({
      path,
      message: `has ${count} files; an aggregate has at most ${aggregateFilesMax}`,
    }));
};
