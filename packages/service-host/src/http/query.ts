/**
 * The query of a URL. A name given several times becomes a list, which a schema that expects one
 * value then refuses; nothing is dropped silently.
 */
export const parseQuery = (url: string): Readonly<Record<string, string | readonly string[]>> => {
  const start = url.indexOf('?');
  const query: Record<string, string | string[]> = {};
  if (start === -1) return query;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const earlier = Object.hasOwn(query, name) ? query[name] : undefined;
    const all = earlier === undefined ? value : [earlier, value].flat();
    // Defined, not assigned: assigning "__proto__" would change the object instead of adding a
    // name.
    Object.defineProperty(query, name, {
      value: all,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return query;
};
