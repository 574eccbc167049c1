import type { HeaderList } from '../header-list';

/** Changes of headers, in the names that Kong's transformer plugins have for them. */
export interface HeaderChanges {
  readonly remove: { readonly headers: readonly string[] };
  readonly rename: { readonly headers: readonly string[] };
  readonly replace: { readonly headers: readonly string[] };
  readonly add: { readonly headers: readonly string[] };
  readonly append: { readonly headers: readonly string[] };
}

/** `name:value`, told apart at the first colon. */
export const pairOf = (text: string): readonly [string, string] => {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
};

const pairsOf = (changes: { readonly headers: readonly string[] }) => changes.headers.map(pairOf);

/** Makes the changes in Kong's order: remove, rename, replace, add what is absent, append. */
export const transformHeaders = (changes: HeaderChanges): ((headers: HeaderList) => void) => {
  const removed = changes.remove.headers.map((name) => name.toLowerCase());
  const renamed = pairsOf(changes.rename);
  const replaced = pairsOf(changes.replace);
  const added = pairsOf(changes.add);
  const appended = pairsOf(changes.append);
  return (headers) => {
    for (const key of removed) headers.remove(key);
    for (const [name, newName] of renamed) headers.rename(name.toLowerCase(), newName);
    for (const [name, value] of replaced) {
      if (headers.has(name.toLowerCase())) headers.set(name, value);
    }
    for (const [name, value] of added) {
      if (!headers.has(name.toLowerCase())) headers.add(name, value);
    }
    for (const [name, value] of appended) headers.add(name, value);
  };
};
