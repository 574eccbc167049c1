import type { Check, Repository } from './repository';
import { filesMatching, workspaceFolder } from './repository';

const testFile = new RegExp(
  `^(${workspaceFolder})/test/(.+)(?:\\.(?:kafka|redis))?\\.(unit|int|e2e)\\.test\\.ts$`,
);
const anyTest = /^(packages|services|kong)\/.*(\.test|\.spec)\.ts$/;

const isMirrored = (repository: Repository, workspace: string, subject: string): boolean => {
  const folder = subject.includes('/') ? subject.slice(0, subject.lastIndexOf('/') + 1) : '';
  const name = subject.slice(folder.length);
  // `money.allocate.unit.test.ts` tests one aspect of `money.ts`.
  const pieces = name.split('.');
  const candidates = pieces.map((_, index) => pieces.slice(0, index + 1).join('.'));
  return candidates.some((candidate) => {
    const source = `${workspace}/src/${folder}${candidate}`;
    // `rates.ts`, the folder `rates/`, or an adapter named after its port: `rates.postgres.ts`.
    return [...repository.keys()].some((path) =>
      [`${source}.`, `${source}/`].some((beginning) => path.startsWith(beginning)),
    );
  });
};

/**
 * A test lies where its subject lies: `src/domain/invoice/` or `src/domain/invoice.ts` is tested by
 * `test/domain/invoice.unit.test.ts`. A test of a service as a whole has no single subject: it is
 * `.e2e`, or lies directly in `test/`; one of its migrations lies in `test/migrations/`.
 */
export const testsMirrorSources: Check = (repository) =>
  filesMatching(repository, anyTest).flatMap(({ path }) => {
    const [, workspace, subject, level] = testFile.exec(path) ?? [];
    if (workspace === undefined || subject === undefined) {
      return [{ path, message: 'is not in test/, or its name does not end in its level' }];
    }
    if (level === 'e2e' || subject.startsWith('migrations/')) return [];
    if (workspace.startsWith('services/') && !subject.includes('/')) return [];
    return isMirrored(repository, workspace, subject)
      ? []
      : [{ path, message: `tests nothing at ${workspace}/src/${subject}` }];
  });
