import { randomUUID } from 'node:crypto';
import type { PluginNamed } from '@accounting/kong';
import type { CompiledPlugin } from './compiled-plugin';

const createGenerator = (generator: string): (() => string) => {
  if (generator === 'uuid') return randomUUID;
  const base = randomUUID();
  let count = 0;
  if (generator === 'uuid#counter') return () => `${base}#${(count += 1)}`;
  const { pid } = process;
  return () => `127.0.0.1-8000-${pid}-1-${(count += 1)}-${(Date.now() / 1_000).toFixed(3)}`;
};

/** Takes the client's id as it is, or makes one; `pre-function` has dropped what is no id. */
export const correlationId = ({ config }: PluginNamed<'correlation-id'>): CompiledPlugin => {
  const name = config.header_name;
  const key = name.toLowerCase();
  const generate = createGenerator(config.generator);
  return {
    access: (exchange) => {
      let id = exchange.headers.get(key);
      if (id === undefined || id === '') {
        id = generate();
        exchange.headers.set(name, id);
      }
      if (config.echo_downstream) exchange.answerHeaders.set(name, id);
    },
  };
};
