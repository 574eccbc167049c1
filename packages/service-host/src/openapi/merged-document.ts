import { isDeepStrictEqual } from 'node:util';
import { invariant } from '@accounting/kernel';

/** An OpenAPI document, as far as it is looked at here. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly servers?: readonly object[];
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The document of one service. */
export interface ServiceDocument {
  /** `accounting-core` */
  readonly service: string;
  readonly document: ApiDocument;
}

const referencePattern = /^#\/components\/([^/]+)\/([^/]+)$/;

/** New names of components, by `section/name`. */
type NewNames = ReadonlyMap<string, string>;

/** The node with its references rewritten by the new names of what they point to. */
const renamed = (node: unknown, newNames: NewNames): unknown => {
  if (Array.isArray(node)) return node.map((item) => renamed(item, newNames));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]: [string, unknown]) => {
      if (key !== '$ref' || typeof value !== 'string') return [key, renamed(value, newNames)];
      const [, section = '', name = ''] = referencePattern.exec(value) ?? [];
      const newName = newNames.get(`${section}/${name}`);
      return [key, newName === undefined ? value : `#/components/${section}/${newName}`];
    }),
  );
};

/** `accounting-core` becomes `AccountingCore`, to stand before a name. */
const prefixOf = (service: string): string =>
  service
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Components of one name that are not the same: the later service's get its name before theirs, and
 * so does what refers to one of them, because it means another thing although it reads alike.
 */
const newNamesFor = ({ service, document }: ServiceDocument, known: Components): NewNames => {
  const shared = Object.entries(document.components).flatMap(([section, members]) =>
    Object.entries(members)
      .filter(([name]) => known[section]?.[name] !== undefined)
      .map(([name, member]) => ({ section, name, member })),
  );
  const newNames = new Map<string, string>();
  for (let before = -1; before < newNames.size;) {
    before = newNames.size;
    for (const { section, name, member } of shared) {
      const isAlike = isDeepStrictEqual(known[section]?.[name], renamed(member, newNames));
      if (!isAlike) newNames.set(`${section}/${name}`, prefixOf(service) + name);
    }
  }
  return newNames;
};

const addComponents = (
  known: Components,
  { components }: ApiDocument,
  newNames: NewNames,
): Components =>
  Object.fromEntries(
    [...new Set([...Object.keys(known), ...Object.keys(components)])].map((section) => [
      section,
      {
        ...known[section],
        ...Object.fromEntries(
          Object.entries(components[section] ?? {}).map(([name, member]) => [
            newNames.get(`${section}/${name}`) ?? name,
            renamed(member, newNames),
          ]),
        ),
      },
    ]),
  );

/**
 * One OpenAPI document of several services. What two of them define alike stands once; what they
 * define differently under one name is told apart by the service. No path belongs to two services.
 */
export const mergeDocuments = (
  documents: readonly ServiceDocument[],
  info: { readonly title: string; readonly description: string },
): ApiDocument => {
  let components: Components = {};
  const paths: Record<string, unknown> = {};
  for (const each of documents) {
    const newNames = newNamesFor(each, components);
    components = addComponents(components, each.document, newNames);
    for (const [path, item] of Object.entries(each.document.paths)) {
      invariant(!(path in paths), `${path} belongs to one service`);
      paths[path] = renamed(item, newNames);
    }
  }
  const tags = new Set(documents.flatMap(({ document }) => document.tags ?? []).map((t) => t.name));
  return {
    openapi: '3.1.1',
    info: { ...info, version: '1' },
    servers: [{ url: '/' }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components,
  };
};
