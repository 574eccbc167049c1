import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { pluginSchema } from './plugin-schemas';
import { gatewayProtocols, name, port, tags, timeoutMs } from './scalars';

const id = z.uuid().optional();
const plugins = z.array(pluginSchema).default([]);
const method = z.string().regex(/^[A-Z]+$/, 'is not a method in capital letters');

const isPathPattern = (path: string): boolean => {
  if (!path.startsWith('~')) return path.startsWith('/') && !/[\s?#]|\/\//.test(path);
  try {
    new RegExp(`^${path.slice(1)}`);
    return path.startsWith('~/');
  } catch {
    return false;
  }
};

const path = z
  .string()
  .refine(isPathPattern, 'is neither a prefix that begins with / nor a regular expression (~/…)');

const routeFields = z.strictObject({
  id,
  name,
  protocols: z.array(z.enum(gatewayProtocols)).min(1).default(['http', 'https']),
  methods: z.array(method).min(1).optional(),
  hosts: z.array(z.string().min(1)).optional(),
  paths: z.array(path).min(1).optional(),
  headers: z.record(z.string(), z.array(z.string())).optional(),
  snis: z.array(z.string().min(1)).optional(),
  https_redirect_status_code: z.literal([426, 301, 302, 307, 308]).default(426),
  regex_priority: z.int().default(0),
  strip_path: z.boolean().optional(),
  path_handling: z.enum(['v0', 'v1']).default('v0'),
  preserve_host: z.boolean().default(false),
  request_buffering: z.boolean().default(true),
  response_buffering: z.boolean().default(true),
  service: name.optional(),
  tags,
  plugins,
});

type RouteFields = z.output<typeof routeFields>;

const speaksGrpc = ({ protocols }: Pick<RouteFields, 'protocols'>): boolean =>
  protocols.some((protocol) => protocol.startsWith('grpc'));

const checkRoute = (route: RouteFields, context: z.RefinementCtx): void => {
  const object = (field: keyof RouteFields, message: string): void =>
    context.addIssue({ code: 'custom', path: [field], message });
  const criteria = [route.methods, route.hosts, route.paths, route.headers, route.snis];
  if (criteria.every((criterion) => criterion === undefined)) {
    object('paths', 'is missing: a route needs methods, hosts, paths or headers');
  }
  if (!speaksGrpc(route)) return;
  if (route.protocols.some((protocol) => protocol.startsWith('http'))) {
    object('protocols', 'are of HTTP and of gRPC; a route has one kind');
  }
  if (route.methods !== undefined) object('methods', 'cannot be set where protocols are of gRPC');
  if (route.strip_path) object('strip_path', 'cannot be true where protocols are of gRPC');
};

/** Kong strips by default, except where it may not: a gRPC path is the name of a method. */
export const routeSchema = routeFields
  .superRefine(checkRoute)
  .transform((route) => ({ ...route, strip_path: route.strip_path ?? !speaksGrpc(route) }));

const serviceProtocol = z.enum(['http', 'https', 'grpc', 'grpcs']);

const serviceFields = z.strictObject({
  id,
  name,
  url: z.string().optional(),
  protocol: serviceProtocol.optional(),
  host: z.string().min(1).optional(),
  port: port.optional(),
  path: z.string().startsWith('/').optional(),
  retries: z.int().min(0).max(32_767).default(5),
  connect_timeout: timeoutMs,
  write_timeout: timeoutMs,
  read_timeout: timeoutMs,
  enabled: z.boolean().default(true),
  tags,
  routes: z.array(routeSchema).default([]),
  plugins,
});

type ServiceFields = z.output<typeof serviceFields>;

interface Address {
  readonly protocol: z.output<typeof serviceProtocol>;
  readonly host: string;
  readonly port: number;
  readonly path: string | undefined;
}

const addressFields = ['protocol', 'host', 'port', 'path'] as const;
const standardPorts = { http: 80, https: 443, grpc: 80, grpcs: 80 } as const;

/** What a URL says of an address; `undefined` when it is none that Kong could proxy to. */
const addressOfUrl = (text: string): Address | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol: scheme, hostname: host, port: given, pathname } = new URL(text);
  const protocol = serviceProtocol.safeParse(scheme.slice(0, -1)).data;
  if (protocol === undefined || host === '') return undefined;
  const path = pathname === '' || pathname === '/' ? undefined : pathname;
  return { protocol, host, port: given === '' ? standardPorts[protocol] : Number(given), path };
};

const unknownAddress: Address = { protocol: 'http', host: '', port: 80, path: undefined };

const addressOf = (service: ServiceFields, context: z.RefinementCtx): Address => {
  const object = (field: keyof ServiceFields, message: string): void =>
    context.addIssue({ code: 'custom', path: [field], message });
  const { url, protocol = 'http', host, port: given = 80, path: folder } = service;
  if (url === undefined) {
    if (host === undefined) object('host', 'is missing, and so is url');
    return { protocol, host: host ?? '', port: given, path: folder };
  }
  for (const field of addressFields) {
    if (service[field] !== undefined) object(field, 'is given by url already');
  }
  const address = addressOfUrl(url);
  if (address === undefined) object('url', 'is no URL of http, https, grpc or grpcs');
  return address ?? unknownAddress;
};

/** `url` is short for the four fields of an address, which the result has instead. */
export const serviceSchema = serviceFields.transform((service, context) => {
  const { url: _url, ...rest } = service;
  const address = addressOf(service, context);
  if (address.protocol.startsWith('grpc') && address.path !== undefined) {
    context.addIssue({ code: 'custom', path: ['path'], message: 'cannot be set for gRPC' });
  }
  return { ...rest, ...address };
});

const algorithms = [
  ...(['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const),
  ...(['PS256', 'PS384', 'PS512', 'EdDSA'] as const),
] as const;

const isPublicKey = (pem: string): boolean => {
  try {
    return pem.includes('PUBLIC KEY') && createPublicKey(pem).type === 'public';
  } catch {
    return false;
  }
};

/** Kong asks for the key of RS, PS and EdDSA at once; without one, ES fails with each token. */
const needsPublicKey = /^(RS|PS|Ed)/;

/** A key with which the tokens of one consumer are verified. */
export const jwtSecretSchema = z
  .strictObject({
    id,
    key: z.string().min(1),
    algorithm: z.enum(algorithms).default('HS256'),
    secret: z.string().optional(),
    rsa_public_key: z.string().refine(isPublicKey, 'is not a public key in PEM').optional(),
    tags,
  })
  .refine(
    ({ algorithm, rsa_public_key: key }) => !needsPublicKey.test(algorithm) || key !== undefined,
    { path: ['rsa_public_key'], message: 'is missing, and the algorithm needs one' },
  );

export const consumerSchema = z.strictObject({
  id,
  username: z.string().min(1),
  custom_id: z.string().min(1).optional(),
  jwt_secrets: z.array(jwtSecretSchema).default([]),
  plugins,
  tags,
});

const targetSchema = z.strictObject({
  id,
  target: z.string().min(1),
  weight: z.int().min(0).max(65_535).default(100),
  tags,
});

export const upstreamSchema = z.strictObject({
  id,
  name: z.string().min(1),
  algorithm: z.enum(['round-robin', 'least-connections']).default('round-robin'),
  slots: z.int().min(10).max(65_536).default(10_000),
  host_header: z.string().min(1).optional(),
  targets: z.array(targetSchema).default([]),
  tags,
});

/** The whole file, before its entities are taken out of each other. */
export const fileSchema = z.strictObject({
  _format_version: z.literal('3.0', { error: 'must be the text "3.0"' }),
  _transform: z.boolean().default(true),
  services: z.array(serviceSchema).default([]),
  routes: z.array(routeSchema).default([]),
  consumers: z.array(consumerSchema).default([]),
  plugins,
  upstreams: z.array(upstreamSchema).default([]),
});
