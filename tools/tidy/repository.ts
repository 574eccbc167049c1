import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** One text file. */
export interface RepositoryFile {
  /** Relative to the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** The files that the checks look at, by path. */
export type Repository = ReadonlyMap<string, RepositoryFile>;

/** What a check found, and where. `line` starts at 1. */
export interface Finding {
  readonly path: string;
  readonly line?: number;
  readonly message: string;
}

/** A rule about the repository as a whole; an empty answer means that it holds. */
export type Check = (repository: Repository) => readonly Finding[];

const textExtensions = new Set(
  (
    '.ts .mts .cts .js .mjs .cjs .json .sql .proto .md .yml .yaml .csv .sh .html .ndjson .xml ' +
    '.prisma .toml .lua'
  ).split(' '),
);

/** A repository of files that are given, for tests of the checks. */
export const repositoryOf = (texts: Readonly<Record<string, string>>): Repository =>
  new Map(
    Object.entries(texts).map(([path, text]) => [path, { path, text, lines: text.split('\n') }]),
  );

const isText = (path: string): boolean => {
  const extension = extname(path);
  return extension === '' || textExtensions.has(extension);
};

/** Every text file that git knows or would add, as it stands in the working tree. */
export const readRepository = (rootFolder: string): Repository => {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: rootFolder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const paths = [...new Set(listed.split('\0'))].filter(
    (path) => path !== '' && isText(path) && existsSync(join(rootFolder, path)),
  );
  return repositoryOf(
    Object.fromEntries(paths.map((path) => [path, readFileSync(join(rootFolder, path), 'utf8')])),
  );
};

/** Written by a generator; nobody formats or names it by hand. */
export const isGenerated = (path: string): boolean =>
  path.includes('/generated/') || path === 'pnpm-lock.yaml';

/** The files whose path matches, generated ones left out. */
export const filesMatching = (repository: Repository, pattern: RegExp): RepositoryFile[] =>
  [...repository.values()].filter(({ path }) => pattern.test(path) && !isGenerated(path));

/** The gateway: a package that stands at the root, because it is no library of the services. */
const gatewayFolder = 'kong';

/** How the path of a workspace folder begins: of a package, a service or the gateway. */
export const workspaceFolder = `(?:(?:packages|services)/[^/]+|${gatewayFolder})`;

/** `services/tax/src/main.ts` is in the workspace folder `services/tax`. */
export const workspaceFolderOf = (path: string): string | undefined =>
  new RegExp(`^(${workspaceFolder})/`).exec(path)?.[1];

/** The names of the folders directly below `packages` or `services`, in order. */
export const workspacesIn = (repository: Repository, kind: 'packages' | 'services'): string[] =>
  [
    ...new Set(
      [...repository.keys()]
        .filter((path) => path.startsWith(`${kind}/`) && path.split('/').length > 2)
        .map((path) => path.split('/')[1] ?? ''),
    ),
  ].sort();

/** The folders that have one index and tests: every package, and the gateway. */
export const packageFoldersIn = (repository: Repository): string[] => [
  ...workspacesIn(repository, 'packages').map((name) => `packages/${name}`),
  ...([...repository.keys()].some((path) => path.startsWith(`${gatewayFolder}/`))
    ? [gatewayFolder]
    : []),
];

/** A finding for every line that the test function objects to, by its answer. */
export const findingsByLine = (
  files: readonly RepositoryFile[],
  objection: (line: string, file: RepositoryFile, index: number) => string | undefined,
): Finding[] =>
  files.flatMap((file) =>
    file.lines.flatMap((line, index) => {
      const message = objection(line, file, index);
      return message === undefined ? [] : [{ path: file.path, line: index + 1, message }];
    }),
  );
