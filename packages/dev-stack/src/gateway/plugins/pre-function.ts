import {
  correlationIdCheck,
  identityClearing,
  identityHeadersOfNobody,
  identityHeadersOfToken,
  limitSubjectHeader,
  tokenForm,
  type PluginNamed,
} from '@accounting/kong';
import type { AccessStep, CompiledPlugin } from './compiled-plugin';

const correlationPattern = /^[A-Za-z0-9_.:-]{1,128}$/;

/** nginx takes them for the same header. */
const correlationAliases: ReadonlySet<string> = new Set([
  'x_correlation_id',
  'x_correlation-id',
  'x-correlation_id',
]);

const checkCorrelationId: AccessStep = ({ headers }) => {
  headers.keep((key) => !correlationAliases.has(key));
  const sent = headers.all('x-correlation-id');
  if (sent.length === 0) return;
  const isPlain = sent.length === 1 && correlationPattern.test(sent[0] ?? '');
  if (!isPlain) headers.remove('x-correlation-id');
};

const identityHeaders = new Set(
  [...identityHeadersOfToken, ...identityHeadersOfNobody].map((name) => name.toLowerCase()),
);

const clearIdentity: AccessStep = ({ headers }) => {
  headers.keep((key) => !identityHeaders.has(key));
};

const limitSubject = limitSubjectHeader.toLowerCase();
/** nginx takes them for the same header. */
const limitSubjects: ReadonlySet<string> = new Set([limitSubject, limitSubject.replace('-', '_')]);

// Lua's white space: JavaScript's has more.
const space = '[ \\t\\r\\n\\f\\v]';
const bearer = new RegExp(
  `^${space}*[Bb]earer${space}+(?<token>[\\w-]+\\.(?<claims>[\\w-]+)\\.[\\w-]*)${space}*$`,
);
const subjectPattern = /"sub"\s*:\s*"([\w-]+)"/;

const writeToken: AccessStep = ({ headers }) => {
  headers.keep((key) => !limitSubjects.has(key));
  const { token, claims } = bearer.exec(headers.get('authorization') ?? '')?.groups ?? {};
  if (token === undefined || claims === undefined) {
    headers.remove('authorization');
    return;
  }
  headers.set('Authorization', `Bearer ${token}`);
  const text = Buffer.from(claims, 'base64url').toString('latin1');
  const subject = subjectPattern.exec(text)?.[1];
  if (subject !== undefined) headers.set(limitSubjectHeader, subject);
};

/** There is no Lua here: what kong.yml may run before other plugins stands here a second time. */
const stepsByLua: ReadonlyMap<string, AccessStep> = new Map([
  [correlationIdCheck.trim(), checkCorrelationId],
  [identityClearing.trim(), clearIdentity],
  [tokenForm.trim(), writeToken],
]);

/** Throws an `Error` for a function that is not known here: it would silently not run. */
export const preFunction = ({ config }: PluginNamed<'pre-function'>): CompiledPlugin => {
  const { certificate, rewrite, access, header_filter, body_filter, log } = config;
  if ([certificate, rewrite, header_filter, body_filter, log].flat().length > 0) {
    throw new Error('pre-function: the local gateway runs the phase access only');
  }
  const steps = access.map((lua) => {
    const step = stepsByLua.get(lua.trim());
    if (step === undefined) throw new Error('pre-function: the local gateway knows no such Lua');
    return step;
  });
  return {
    access: (exchange) => {
      for (const step of steps) step(exchange);
    },
  };
};
