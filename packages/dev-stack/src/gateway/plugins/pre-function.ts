import type { PluginNamed } from '@accounting/kong';
import type { Exchange } from '../exchange';
import type { AccessStep, CompiledPlugin } from './compiled-plugin';

/** A Lua function that this gateway knows, and what it does. */
interface KnownFunction {
  /** The code with all white space made single, as it stands in kong.yml. */
  readonly lua: string;
  readonly access: AccessStep;
}

const correlationPattern = /^[\w.:-]{1,128}$/;

const dropStrangeCorrelationId = ({ headers }: Exchange): void => {
  const sent = headers.all('x-correlation-id');
  if (sent.length === 0) return;
  if (sent.length > 1 || !correlationPattern.test(sent[0] ?? '')) {
    headers.remove('x-correlation-id');
  }
};

/** There is no Lua here: what kong.yml may run before other plugins stands here a second time. */
const knownFunctions: readonly KnownFunction[] = [
  {
    lua: [
      'local sent = kong.request.get_headers()["x-correlation-id"]',
      'if sent ~= nil and (type(sent) ~= "string" or #sent > 128',
      'or not string.find(sent, "^[%w_.:-]+$")) then',
      'kong.service.request.clear_header("x-correlation-id")',
      'end',
    ].join(' '),
    access: dropStrangeCorrelationId,
  },
];

const singleSpaced = (lua: string): string =>
  lua
    .split('\n')
    .map((line) => line.replace(/(^|\s)--.*$/, ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Throws an `Error` for a function that is not known here: it would silently not run. */
export const preFunction = ({ config }: PluginNamed<'pre-function'>): CompiledPlugin => {
  const { certificate, rewrite, access, header_filter, body_filter, log } = config;
  const others = [certificate, rewrite, header_filter, body_filter, log].flat();
  const steps = access.map((lua) => {
    const known = knownFunctions.find((candidate) => candidate.lua === singleSpaced(lua));
    if (known === undefined) throw new Error('pre-function: the local gateway knows no such Lua');
    return known.access;
  });
  if (others.length > 0) throw new Error('pre-function: only the phase access is known here');
  return {
    access: (exchange) => {
      for (const step of steps) step(exchange);
    },
  };
};
