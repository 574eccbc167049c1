import type { Check, Finding, Repository } from './repository';
import { filesMatching, workspaceFolderOf } from './repository';

const declarations = /^services\/[^/]+\/src\/domain\/[^/]+\/events\.ts$/;
const eventType = /^\s*(?:readonly )?type: '([A-Z]\w+)';/gm;

const sampledTypes = (repository: Repository, service: string): Set<string> => {
  const samples = filesMatching(repository, /\/test\/samples\/.*\.json$/).filter(({ path }) =>
    path.startsWith(`${service}/`),
  );
  return new Set(samples.flatMap(({ text }) => /"type":\s*"([A-Z]\w+)"/.exec(text)?.[1] ?? []));
};

/**
 * Every type of event has a stored sample, so that whoever changes its shape learns that recorded
 * facts do not change with it.
 */
export const eventSamples: Check = (repository) =>
  filesMatching(repository, declarations).flatMap(({ path, text }) => {
    const service = workspaceFolderOf(path) ?? '';
    const sampled = sampledTypes(repository, service);
    return [...text.matchAll(eventType)].flatMap(([, type = '']): Finding[] =>
      sampled.has(type)
        ? []
        : [{ path, message: `${type} has no stored sample in ${service}/test/samples/` }],
    );
  });
