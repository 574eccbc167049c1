import type { PluginNamed } from '@accounting/kong';
import type { CompiledPlugin } from './compiled-plugin';
import { pairOf, transformHeaders } from './transformed-headers';

type Config = PluginNamed<'request-transformer'>['config'];

const changesQuery = (config: Config): boolean =>
  [config.remove, config.rename, config.replace, config.add, config.append].some(
    ({ querystring }) => querystring.length > 0,
  );

const transformQuery = (config: Config): ((query: string) => string) => {
  const [renamed, replaced, added, appended] = [
    config.rename.querystring.map(pairOf),
    config.replace.querystring.map(pairOf),
    config.add.querystring.map(pairOf),
    config.append.querystring.map(pairOf),
  ];
  return (query) => {
    const values = new URLSearchParams(query);
    for (const name of config.remove.querystring) values.delete(name);
    for (const [name, newName] of renamed) {
      const all = values.getAll(name);
      values.delete(name);
      for (const value of all) values.append(newName, value);
    }
    for (const [name, value] of replaced) if (values.has(name)) values.set(name, value);
    for (const [name, value] of added) if (!values.has(name)) values.set(name, value);
    for (const [name, value] of appended) values.append(name, value);
    const text = values.toString();
    return text === '' ? '' : `?${text}`;
  };
};

/** Changes what is sent upstream. Bodies, methods, paths and templates are not for this gateway. */
export const requestTransformer = ({
  config,
}: PluginNamed<'request-transformer'>): CompiledPlugin => {
  const transform = transformHeaders(config);
  const query = changesQuery(config) ? transformQuery(config) : undefined;
  return {
    access: (exchange) => {
      transform(exchange.headers);
      if (query !== undefined) exchange.query = query(exchange.query);
    },
  };
};
