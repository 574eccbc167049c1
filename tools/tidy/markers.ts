import type { Check } from './repository';
import { filesMatching, findingsByLine } from './repository';

/** The tools that look for these words have to name them. */
const toolsThemselves = /^(tools\/(tidy|lint-rules)|eslint\.config\.mjs|CONTRIBUTING\.md)/;

/** The words are here as what is looked for; none of them is left over. */
const markers: readonly { pattern: RegExp; message: string }[] = [
  { pattern: /\bTODO\b(?!\(#\d+\))/, message: 'TODO without an issue number: TODO(#12)' },
  { pattern: /\b(FIXME|HACK)\b/, message: 'mend it now, or describe it in an issue' },
  { pattern: /eslint-disable|prettier-ignore/, message: 'mend what the tool objects to' },
  { pattern: /@ts-(ignore|nocheck|expect-error)/, message: 'give the compiler the right type' },
  {
    pattern: /istanbul ignore|c8 ignore|v8 ignore/,
    message: 'test the line, or delete it',
  },
  { pattern: /^\s*debugger;/, message: 'left over from a debugging session' },
  {
    pattern: /\b(describe|it|test)\.(only|skip|todo)\b|\b(fdescribe|fit|xdescribe|xit)\(/,
    message: 'a test that does not run, or keeps others from running',
  },
  { pattern: /^\s*(\/\/|--|\/\*)\s*[-=*#/]{4,}/, message: 'a banner: split the file instead' },
  { pattern: /^(<{7}|>{7}) /, message: 'left over from a merge' },
  {
    pattern: /(^|[\s'"`(=])\/(home|root|Users|work)\//,
    message: 'a path of one machine',
  },
];

/** Nothing is left for later, switched off, or true on one machine only. */
export const leftOvers: Check = (repository) =>
  findingsByLine(
    filesMatching(repository, /./).filter(({ path }) => !toolsThemselves.test(path)),
    (line) => markers.find(({ pattern }) => pattern.test(line))?.message,
  );
