import type { Check, Finding, Repository } from './repository';
import { workspacesIn } from './repository';

/**
 * The same rooms in every service: what may stand in a folder, by the folder's path within the
 * service. A name that ends in `/` is a folder. A folder that is not a key may hold anything.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['README.md', 'package.json', 'tsconfig.json', 'prisma.config.ts'],
    ...['prisma/', 'migrations/', 'rules/', 'src/', 'test/'],
  ],
  src: [
    ...['main.ts', 'service.ts', 'config.ts', 'generated/'],
    ...['domain/', 'application/', 'api/', 'messaging/', 'projections/', 'infrastructure/'],
  ],
  'src/api': ['http/', 'grpc/', 'schemas/'],
  'src/messaging': ['publish.ts', 'publish/', 'consume.ts', 'consume/'],
};

const required = [
  'README.md',
  'package.json',
  'src/main.ts',
  'src/service.ts',
  'src/domain/',
  'src/application/',
  'test/',
];

const routesFolder = /^src\/api\/http\/[^/]+$/;
const routesFile = /\.(routes|presenter|schemas)\.ts$|^src\/api\/http\/(schemas|presenters)\.ts$/;
const grpcFile = /^src\/api\/grpc\/[^/]+$/;
const aggregateSign = /^src\/domain\/([^/]+)\/(commands|decide|events|state)\.ts$/;
/** What an aggregate must say, each in its own file; it is one as soon as it has facts. */
const aggregateFiles = ['commands', 'decide', 'errors', 'events', 'state'];

const entriesOf = (paths: readonly string[], folder: string): string[] => {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = paths
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .map((rest) => (rest.includes('/') ? rest.slice(0, rest.indexOf('/') + 1) : rest));
  return [...new Set(names)];
};

const strangersIn = (paths: readonly string[]): string[] => [
  ...Object.entries(allowed).flatMap(([folder, names]) =>
    entriesOf(paths, folder)
      .filter((name) => !names.includes(name))
      .map((name) => (folder === '' ? name : `${folder}/${name}`)),
  ),
  ...paths.filter((path) => routesFolder.test(path) && !routesFile.test(path)),
  ...paths.filter((path) => grpcFile.test(path) && !/\.(grpc|mapping)\.ts$/.test(path)),
];

const incompleteAggregates = (paths: readonly string[]): string[] => {
  const aggregates = new Set(paths.flatMap((path) => aggregateSign.exec(path)?.[1] ?? []));
  return [...aggregates].flatMap((folder) =>
    aggregateFiles
      .map((name) => `src/domain/${folder}/${name}.ts`)
      .filter((path) => !paths.includes(path)),
  );
};

const roomsOf = (repository: Repository, service: string): Finding[] => {
  const prefix = `services/${service}/`;
  const paths = [...repository.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
  const isMissing = (room: string): boolean =>
    !paths.some((path) => (room.endsWith('/') ? path.startsWith(room) : path === room));
  return [
    ...required
      .filter(isMissing)
      .map((room) => ({ path: `${prefix}${room}`, message: 'is missing' })),
    ...strangersIn(paths).map((path) => ({
      path: `${prefix}${path}`,
      message: 'is no room of a service; see the layout in CONTRIBUTING.md',
    })),
    ...incompleteAggregates(paths).map((path) => ({
      path: `${prefix}${path}`,
      message: 'is missing: an aggregate has commands, decide, errors, events and state',
    })),
  ];
};

/** Same rooms, same order, in every service. */
export const sameRooms: Check = (repository) =>
  workspacesIn(repository, 'services').flatMap((service) => roomsOf(repository, service));
