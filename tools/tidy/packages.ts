import type { Check, Finding, Repository, RepositoryFile } from './repository';
import { filesMatching, packageFoldersIn, workspaceFolder, workspaceFolderOf } from './repository';

const required = ['package.json', 'src/index.ts', 'test/'];
const allowedAtTop = [
  /^(README\.md|package\.json|tsconfig\.json|src|test|migrations)$/,
  /^(buf\.[a-z.]*yaml|[a-z-]+\.mjs|kong\.yml|pom\.xml)$/,
];
/** The one way to build, from a folder so many levels below the root. */
const buildAt = (levels: number): string => {
  const configuration = `${'../'.repeat(levels)}.swcrc`;
  return `swc src --out-dir dist --strip-leading-paths --config-file ${configuration} --quiet`;
};

interface Manifest {
  readonly name?: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (file: RepositoryFile): Manifest => JSON.parse(file.text) as Manifest;

const layoutOf = (repository: Repository, folder: string): Finding[] => {
  const prefix = `${folder}/`;
  const inside = [...repository.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
  const missing = required.filter((entry) => !inside.some((path) => path.startsWith(entry)));
  const strangers = new Set(inside.map((path) => path.split('/')[0] ?? ''));
  return [
    ...missing.map((entry) => ({ path: `${prefix}${entry}`, message: 'is missing' })),
    ...[...strangers]
      .filter((entry) => !allowedAtTop.some((pattern) => pattern.test(entry)))
      .map((entry) => ({ path: `${prefix}${entry}`, message: 'has no place in a package' })),
  ];
};

/** Every package has its sources behind one index, and tests. */
export const packageLayout: Check = (repository) =>
  packageFoldersIn(repository).flatMap((folder) => layoutOf(repository, folder));

const manifestFindings = (file: RepositoryFile): string[] => {
  const manifest = manifestOf(file);
  const folders = file.path.split('/').slice(0, -1);
  const folder = folders.at(-1) ?? '';
  const build = buildAt(folders.length);
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return [
    ...(manifest.name === `@accounting/${folder}` ? [] : [`name is not "@accounting/${folder}"`]),
    ...(manifest.private === true ? [] : ['private is not true']),
    ...((manifest.description ?? '') === '' ? ['description is missing'] : []),
    ...(manifest.scripts?.['build'] === build ? [] : [`the build script is not "${build}"`]),
    ...versions
      .filter(([, version]) => version !== 'catalog:' && version !== 'workspace:*')
      .map(([name]) => `the version of ${name} is not from the catalog`),
  ];
};

/** One version per dependency, one way to build, for every workspace package. */
export const manifests: Check = (repository) =>
  filesMatching(repository, new RegExp(`^${workspaceFolder}/package\\.json$`)).flatMap((file) =>
    manifestFindings(file).map((message) => ({ path: file.path, message })),
  );

const workspaceImport = /from '(@accounting\/[a-z-]+)'|import\('(@accounting\/[a-z-]+)'\)/g;

/** The type checker finds workspace packages by path; at run time the manifest must name them. */
export const declaredWorkspaceImports: Check = (repository) =>
  filesMatching(repository, new RegExp(`^${workspaceFolder}/(src|test)/.*\\.ts$`)).flatMap(
    (file) => {
      const folder = workspaceFolderOf(file.path) ?? '';
      const manifestFile = repository.get(`${folder}/package.json`);
      if (manifestFile === undefined) return [];
      const { name, dependencies, devDependencies } = manifestOf(manifestFile);
      const inSources = file.path.startsWith(`${folder}/src/`);
      const declared = inSources ? dependencies : { ...dependencies, ...devDependencies };
      const imported = [...file.text.matchAll(workspaceImport)].map(
        (match) => match[1] ?? match[2],
      );
      return [...new Set(imported)]
        .filter((target): target is string => target !== undefined && target !== name)
        .filter((target) => declared?.[target] === undefined)
        .map((target) => ({
          path: file.path,
          message: `imports ${target}, which ${folder}/package.json does not name`,
        }));
    },
  );
