import type { PluginNamed } from '@accounting/kong';
import type { Exchange } from '../exchange';
import type { HeaderList } from '../header-list';
import type { CompiledPlugin } from './compiled-plugin';

type Config = PluginNamed<'cors'>['config'];

/** Characters that an origin has no use for, and a pattern has. */
const isPattern = (origin: string): boolean => /[\\^$*+?()[\]{}|]/.test(origin);

const originTest = (origin: string): ((sent: string) => boolean) => {
  if (origin === '*') return () => true;
  if (!isPattern(origin)) return (sent) => sent.toLowerCase() === origin.toLowerCase();
  const pattern = new RegExp(`^(?:${origin})$`);
  return (sent) => pattern.test(sent);
};

/**
 * Says which origin may read the answer. Kong does not compare a single plain origin: it tells
 * everybody of it, and leaves it to browsers to refuse the others.
 */
const createOriginHeader = ({ origins = ['*'], credentials }: Config) => {
  const tests = origins.map(originTest);
  const [only = ''] = origins;
  if (origins.length === 1 && !isPattern(only)) {
    return (headers: HeaderList) => {
      headers.set('Access-Control-Allow-Origin', only);
      headers.add('Vary', 'Origin');
    };
  }
  return (headers: HeaderList, sent: string | undefined) => {
    const isAny = origins.includes('*') && !credentials;
    if (!isAny) headers.add('Vary', 'Origin');
    if (isAny) headers.set('Access-Control-Allow-Origin', '*');
    else if (sent !== undefined && tests.some((test) => test(sent))) {
      headers.set('Access-Control-Allow-Origin', sent);
    }
  };
};

const isPreflight = ({ method, headers }: Exchange): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

/** Answers preflights, and tells browsers which pages may read other answers. */
export const cors = ({ config }: PluginNamed<'cors'>): CompiledPlugin => {
  const sayOrigin = createOriginHeader(config);
  const preflights = new WeakSet<Exchange>();
  const sayShared = (exchange: Exchange, headers: HeaderList): void => {
    if (config.origins?.length === 1 && config.origins[0] === '*') {
      headers.set('Access-Control-Allow-Origin', '*');
    } else {
      sayOrigin(headers, exchange.request.headers.origin);
    }
    if (config.credentials) headers.set('Access-Control-Allow-Credentials', 'true');
  };
  const answerPreflight = (exchange: Exchange): void => {
    const { answerHeaders: headers } = exchange;
    const asked = exchange.headers.get('access-control-request-headers');
    const allowed = config.headers?.join(',') ?? asked;
    if (allowed !== undefined) headers.set('Access-Control-Allow-Headers', allowed);
    headers.set('Access-Control-Allow-Methods', config.methods.join(','));
    if (config.max_age !== undefined) {
      headers.set('Access-Control-Max-Age', String(config.max_age));
    }
    preflights.add(exchange);
    exchange.answer({ status: 200, body: '', contentType: undefined });
  };
  return {
    access: (exchange) => {
      if (!config.preflight_continue && isPreflight(exchange)) answerPreflight(exchange);
    },
    headerFilter: (exchange, headers) => {
      sayShared(exchange, headers);
      if (preflights.has(exchange) || config.exposed_headers === undefined) return;
      headers.set('Access-Control-Expose-Headers', config.exposed_headers.join(','));
    },
  };
};
